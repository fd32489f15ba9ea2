#!/usr/bin/env python3
"""Holds every #include in src/ and tests/ to the order of the components.

usage: layering.py [ROOT]      exit code 1 if there is a breach

A component includes only what stands above it in COMPONENTS, so that the path
of a file tells what it can break. Each breach is printed as
"file:line: what is wrong; the way out".
"""

import pathlib
import re
import sys

# From the bottom up; the reasons are in src/README.md.
COMPONENTS = [
    "base", "text", "match", "conversation", "yaml", "phrasebook", "rules",
    "rewrite", "engine", "store", "lint", "tester", "audit", "importer", "api",
    "report", "service", "lsp", "cli",
]

# Libraries that only some components may see: (header, components, the way out).
CONFINED = [
    (re.compile(r"^(grpc|grpc\+\+|grpcpp|google/protobuf)/|\.pb\.h$"),
     {"api", "service"},
     "convert in api, and speak gRPC in service"),
]

# Libraries that only one file may see.
SINGLE_FILE = [
    (re.compile(r"^yaml-cpp/"), "yaml-cpp"),
    (re.compile(r"^boost/(beast|asio)"), "Boost.Beast"),
    (re.compile(r"^spdlog/"), "spdlog"),
    (re.compile(r"^prometheus/"), "prometheus-cpp"),
]

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^">]+)[">]')


def cpp_files(folder):
    return sorted(p for p in folder.rglob("*") if p.suffix in (".h", ".cc"))


def includes(path):
    """Yields (line number, header) of each #include in a file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if found := INCLUDE.match(line):
            yield number, found[1]


def component_of(header):
    first, slash, _ = header.partition("/")
    return first if slash and first in COMPONENTS else None


def is_internal(header):
    return header.split("/")[1:2] == ["internal"]


class Checker:
    def __init__(self, root):
        self.root = root
        self.breaches = []

    def report(self, path, line, problem, way_out):
        self.breaches.append(
            f"{path.relative_to(self.root)}:{line}: {problem}; {way_out}")

    def run(self):
        libraries = self.check_build_list()
        for folder in sorted((self.root / "src").iterdir()):
            if folder.is_dir():
                self.check_component(folder, libraries)
        self.check_single_files()
        self.check_tests()
        return self.breaches

    def check_build_list(self):
        """Returns {component: its DEPS and theirs} of src/CMakeLists.txt."""
        path = self.root / "src" / "CMakeLists.txt"
        text = path.read_text(encoding="utf-8")
        variables = {}
        for name, value in re.findall(
                r"(?:set|list)\s*\((?:APPEND )?(\w+) ([^)]*)\)", text):
            variables.setdefault(name, []).extend(value.split())

        libraries = {}
        for found in re.finditer(r"wanyan_component\(\s*(\w+)([^)]*)\)", text):
            name, arguments = found[1], found[2]
            line = text.count("\n", 0, found.start()) + 1
            if name not in COMPONENTS:
                self.report(path, line, f"the component {name} has no place in "
                            "the order", "give it one in tests/layering.py")
                continue
            if libraries and max(map(COMPONENTS.index, libraries)) > COMPONENTS.index(name):
                self.report(path, line, f"{name} stands below a component that "
                            "is above it in tests/layering.py",
                            "keep the two lists in one order")
            deps = re.search(r"\bDEPS\s+([^()]*?)(?=\b(?:LIBS|PRIVATE_LIBS|EXCLUDE)\b|$)",
                             arguments, re.DOTALL)
            closure = {name}
            for dep in self.expand(deps[1].split() if deps else [], variables):
                if dep not in libraries:
                    self.report(path, line, f"{name} depends on {dep}, which "
                                "does not stand above it",
                                "move what both need into a component above")
                closure |= libraries.get(dep, set())
            libraries[name] = closure
        return libraries

    @staticmethod
    def expand(words, variables):
        for word in words:
            if variable := re.fullmatch(r"\$\{(\w+)\}", word):
                yield from variables.get(variable[1], [])
            else:
                yield word

    def check_component(self, folder, libraries):
        name = folder.name
        files = cpp_files(folder)
        if not files:
            return
        if name not in COMPONENTS:
            self.report(files[0], 1, f"src/{name} is no component that "
                        "tests/layering.py knows", "give it a place in the order")
            return
        if name not in libraries:
            self.report(files[0], 1, f"src/CMakeLists.txt has no component {name}",
                        f"add wanyan_component({name} …) there")
        for path in files:
            for line, header in includes(path):
                self.check_include(path, line, header, name, libraries)

    def check_include(self, path, line, header, name, libraries):
        for pattern, allowed, way_out in CONFINED:
            if pattern.search(header) and name not in allowed:
                self.report(path, line, f"{name} includes <{header}>", way_out)
        other = component_of(header)
        if other is None or other == name:
            return
        if COMPONENTS.index(other) > COMPONENTS.index(name):
            self.report(path, line, f"{name} includes {other}, which stands "
                        "below it", f"move what {name} needs into {name} or "
                        f"above it, or this code into {other}")
        elif other not in libraries.get(name, {other}):
            self.report(path, line, f"{name} includes {other} and does not "
                        "link it", f"add {other} to the DEPS of {name} in "
                        "src/CMakeLists.txt")
        if is_internal(header):
            self.report(path, line, f"\"{header}\" is private to {other}",
                        f"include a header of src/{other}/ itself")

    def check_single_files(self):
        for pattern, library in SINGLE_FILE:
            first = None
            for path in cpp_files(self.root / "src"):
                for line, header in includes(path):
                    if not pattern.search(header) or path == first:
                        continue
                    if first is None:
                        first = path
                        continue
                    self.report(path, line, f"{library} is also included in "
                                f"{first.relative_to(self.root)}",
                                "let one file alone know that library")

    def check_tests(self):
        """A component's private headers are its own tests' business, too."""
        for path in cpp_files(self.root / "tests"):
            suite = path.relative_to(self.root / "tests").parts[0]
            for line, header in includes(path):
                other = component_of(header)
                if other and is_internal(header) and other != suite:
                    self.report(path, line, f"\"{header}\" is private to {other}",
                                f"test it in tests/{other}/")


def main(arguments):
    if len(arguments) > 1 or arguments[:1] in (["-h"], ["--help"]):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    root = pathlib.Path(arguments[0] if arguments else
                        pathlib.Path(__file__).parent.parent)
    breaches = Checker(root.resolve()).run()
    for breach in breaches:
        print(breach)
    print(f"layering: {len(breaches)} breaches")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
