#include "support/data_lines.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "support/data_dir.h"

namespace wanyan {
namespace {

// By gzip, which every Debian has, rather than a library for tests alone.
std::string Unpack(const std::string& path) {
  std::string bytes;
  FILE* pipe = popen(("gzip -dc '" + path + "'").c_str(), "r");
  if (pipe == nullptr) return bytes;
  std::array<char, 65536> buffer;
  for (size_t n; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    bytes.append(buffer.data(), n);
  }
  EXPECT_EQ(pclose(pipe), 0) << path;
  return bytes;
}

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

}  // namespace

std::vector<std::string> ReadDataLines(std::string_view relative) {
  const std::string path = DataDir() + "/" + std::string(relative);
  std::istringstream stream(path.ends_with(".gz") ? Unpack(path)
                                                  : ReadAll(path));
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace wanyan
