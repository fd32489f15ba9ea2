# The packages that script/bootstrap installs, as targets.

find_package(Threads REQUIRED)
find_package(absl CONFIG REQUIRED)
find_package(simdjson CONFIG REQUIRED)
find_package(spdlog CONFIG REQUIRED)
find_package(yaml-cpp CONFIG REQUIRED)
find_package(CLI11 CONFIG REQUIRED)
find_package(ICU REQUIRED COMPONENTS i18n uc)
find_package(OpenSSL REQUIRED COMPONENTS Crypto SSL)

# wanyan_find_library(TARGET HEADER LIBRARY): an imported target for a package
# that brings no CMake file.
function(wanyan_find_library target header library)
  find_path(${target}_INCLUDE_DIR ${header} REQUIRED)
  find_library(${target}_LIBRARY ${library} REQUIRED)
  mark_as_advanced(${target}_INCLUDE_DIR ${target}_LIBRARY)
  add_library(wanyan::${target} UNKNOWN IMPORTED GLOBAL)
  set_target_properties(wanyan::${target} PROPERTIES
    IMPORTED_LOCATION ${${target}_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${${target}_INCLUDE_DIR})
endfunction()

wanyan_find_library(re2 re2/re2.h re2)
wanyan_find_library(opencc opencc/SimpleConverter.hpp opencc)
wanyan_find_library(cld2 cld2/public/compact_lang_det.h cld2)

if(WANYAN_WITH_GRPC)
  find_package(Boost 1.74 REQUIRED)  # headers: Beast and Asio
  find_package(Protobuf REQUIRED)
  find_program(GRPC_CPP_PLUGIN grpc_cpp_plugin REQUIRED)
  # The package's own CMake file looks for more packages than we link.
  wanyan_find_library(grpc++ grpcpp/grpcpp.h grpc++)
  wanyan_find_library(grpc++_reflection grpcpp/ext/proto_server_reflection_plugin.h grpc++_reflection)
  # Its own CMake file brings the package's HTTP server with it.
  wanyan_find_library(prometheus prometheus/registry.h prometheus-cpp-core)
  # What gRPC's headers call.
  wanyan_find_library(gpr grpc/support/log.h gpr)
  wanyan_find_library(grpc grpc/grpc.h grpc)
  target_link_libraries(wanyan::grpc++ INTERFACE
    wanyan::grpc wanyan::gpr absl::synchronization absl::time protobuf::libprotobuf Threads::Threads)
endif()

if(WANYAN_BUILD_TESTS)
  find_package(GTest CONFIG REQUIRED)
  find_package(benchmark CONFIG REQUIRED)
  find_package(nlohmann_json CONFIG REQUIRED)
endif()
