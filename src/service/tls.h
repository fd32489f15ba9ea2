#ifndef WANYAN_SERVICE_TLS_H_
#define WANYAN_SERVICE_TLS_H_

#include <grpcpp/security/server_credentials.h>

#include <memory>

#include "service/certificates.h"

namespace wanyan {

// TLS for a gRPC server with what `certificates` holds when a connection is
// made: connections that stand keep what they began with. Where there is a
// client CA, clients must show a certificate that it signed.
//
// `certificates` must outlive the server.
std::shared_ptr<grpc::ServerCredentials> MakeTlsServerCredentials(
    const CertificateStore* certificates);

}  // namespace wanyan

#endif  // WANYAN_SERVICE_TLS_H_
