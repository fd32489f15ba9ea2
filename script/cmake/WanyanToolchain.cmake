# The language, the compiler's options and the tools around it.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

# -O3 costs build time everywhere and gains nothing outside the matcher.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # With paths taken from the checkout, two checkouts share what they compile.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} ${CCACHE_PROGRAM})
endif()

# The linker of the compiler's own version: clang with sanitizers wants lld.
find_program(LLD_PROGRAM ld.lld)
find_program(GOLD_PROGRAM ld.gold)
if(LLD_PROGRAM)
  add_link_options(-fuse-ld=lld)
elseif(GOLD_PROGRAM)
  add_link_options(-fuse-ld=gold)
endif()

if(WANYAN_SANITIZE)
  add_compile_options(-fsanitize=${WANYAN_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${WANYAN_SANITIZE})
endif()

# For code of ours only; what protoc generates and what others wrote goes
# without.
add_library(wanyan_warnings INTERFACE)
target_compile_options(wanyan_warnings INTERFACE
  -Wall -Wextra -Werror
  -Wcast-qual -Wconversion -Wextra-semi -Wimplicit-fallthrough
  -Wnon-virtual-dtor -Woverloaded-virtual -Wshadow -Wunused -Wvla
  # Designated initializers name what they set; the rest has its defaults.
  -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(wanyan_warnings INTERFACE
    -Wduplicated-cond -Wlogical-op
    # GCC 12 warns about std::string's own code (GCC bug 105651).
    -Wno-restrict)
  if(WANYAN_SANITIZE)
    # The instrumented code confuses it.
    target_compile_options(wanyan_warnings INTERFACE -Wno-maybe-uninitialized)
  endif()
else()
  # Part of clang's -Wconversion, not of GCC's.
  target_compile_options(wanyan_warnings INTERFACE -Wno-sign-conversion)
endif()
