#include "cli/program.h"

int main(int argc, char** argv) { return wanyan::RunProgram(argc, argv); }
