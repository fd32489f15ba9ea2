#!/usr/bin/env bash
# Generates the Python of Wanyan's API, with protoc and gRPC's plugin for it
# (Debian: protobuf-compiler, protobuf-compiler-grpc).
#
# usage: generate.sh [FOLDER]     default: generated/ beside this script
#
# $PYTHON is the Python that will use it; default: python3
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
protos=$here/../../proto
out=${1:-$here/generated}

mkdir -p "$out"
protoc --proto_path="$protos" \
  --plugin=protoc-gen-grpc_python="$(command -v grpc_python_plugin)" \
  --python_out="$out" --pyi_out="$out" --grpc_python_out="$out" \
  wanyan/v1/check_service.proto wanyan/v1/phrasebook_service.proto
# Where the package googleapis-common-protos is there, its own are used: Python
# takes no second description of the same messages.
if ! "${PYTHON:-python3}" -c 'import google.rpc.status_pb2' 2>/dev/null; then
  protoc --proto_path="$protos" --python_out="$out" --pyi_out="$out" \
    google/rpc/status.proto
fi
