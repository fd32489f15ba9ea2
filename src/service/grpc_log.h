#ifndef WANYAN_SERVICE_GRPC_LOG_H_
#define WANYAN_SERVICE_GRPC_LOG_H_

namespace wanyan {

// From here on gRPC's own words (a TLS handshake that failed, say) are lines
// "grpc" of our log, which waits for nobody. Anyone who can reach the port can
// cause a line for each connection: more than a few in a while are left out and
// counted, so that they do not push our own lines out. For the whole process.
void TakeOverGrpcLog();

}  // namespace wanyan

#endif  // WANYAN_SERVICE_GRPC_LOG_H_
