#include "service/http_door.h"

#include <grpcpp/grpcpp.h>

#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "base/string_view.h"
#include "service/connect_door.h"
#include "service/connect_error.h"
#include "service/cors.h"
#include "service/http_server.h"
#include "service/listen_address.h"

namespace wanyan {
namespace {

constexpr char kPlainText[] = "text/plain; charset=utf-8";
constexpr char kPrometheusText[] = "text/plain; version=0.0.4; charset=utf-8";

HttpResponse TextPage(int status, std::string_view type, std::string text) {
  return {.status = status,
          .headers = {{"Content-Type", std::string(type)},
                      {"Cache-Control", "no-store"},
                      {"X-Content-Type-Options", "nosniff"}},
          .body = std::move(text)};
}

// An answer of HTTP itself, as a failed call: Connect's clients know no other.
HttpResponse ErrorPage(int status, std::string_view problem) {
  absl::StatusCode code = absl::StatusCode::kInvalidArgument;
  if (status == 413 || status == 431) {
    code = absl::StatusCode::kResourceExhausted;
  } else if (status == 503) {
    code = absl::StatusCode::kUnavailable;
  } else if (status >= 500) {
    code = absl::StatusCode::kInternal;
  }
  HttpResponse page = ConnectErrorResponse(code, problem);
  page.status = status;
  return page;
}

// The host of "host:port" or "[host]:port".
std::string_view HostOf(std::string_view authority) {
  if (authority.starts_with('[')) {
    return authority.substr(1, authority.find(']') - 1);
  }
  return authority.substr(0, authority.find(':'));
}

// Adds to the answer what lets the calling page see it.
class CorsExchange final : public HttpExchange {
 public:
  // The policy is shared, because an answer may come after the door's end.
  CorsExchange(std::shared_ptr<const CorsPolicy> policy,
               std::unique_ptr<HttpExchange> exchange)
      : policy_(std::move(policy)), exchange_(std::move(exchange)) {}

  const HttpRequest& request() const override { return exchange_->request(); }

  void Respond(HttpResponse response) override {
    policy_->Allow(request(), &response);
    exchange_->Respond(std::move(response));
  }

  void OnClientGone(std::function<void()> on_gone) override {
    exchange_->OnClientGone(std::move(on_gone));
  }

 private:
  const std::shared_ptr<const CorsPolicy> policy_;
  const std::unique_ptr<HttpExchange> exchange_;
};

std::shared_ptr<grpc::Channel> InProcessChannel(grpc::Server* server) {
  grpc::ChannelArguments arguments;
  // A thousand findings, each with long suggestions, are more than gRPC's 4 MB.
  arguments.SetMaxReceiveMessageSize(-1);
  return server->InProcessChannel(arguments);
}

}  // namespace

struct HttpDoor::Impl {
  Impl(HttpDoorBackend door_backend, CorsPolicy cors_policy,
       std::unique_ptr<ConnectDoor> connect_door, bool listens_on_loopback)
      : backend(std::move(door_backend)),
        cors(std::make_shared<const CorsPolicy>(std::move(cors_policy))),
        connect(std::move(connect_door)),
        on_loopback(listens_on_loopback) {}

  void Handle(std::unique_ptr<HttpExchange> plain) {
    auto exchange = std::make_unique<CorsExchange>(cors, std::move(plain));
    const HttpRequest& request = exchange->request();
    if (auto answer = cors->Intercept(request)) {
      CountRefusal(answer->status);
      return exchange->Respond(*std::move(answer));
    }
    if (auto page = PageOf(request)) return exchange->Respond(*std::move(page));
    connect->Handle(std::move(exchange));
  }

  // The answer to what does not come as far as Handle.
  HttpResponse Refusal(const HttpRequest& request, int status,
                       std::string_view problem) const {
    CountRefusal(status);
    HttpResponse page = ErrorPage(status, problem);
    cors->Allow(request, &page);
    return page;
  }

  void CountRefusal(int status) const {
    if (status >= 400 && backend.on_refusal != nullptr) {
      backend.on_refusal(status);
    }
  }

  // nullopt where the path is no page.
  std::optional<HttpResponse> PageOf(const HttpRequest& request) const {
    const std::string_view path = request.path();
    if (path != "/" && path != "/healthz" && path != "/metrics") {
      return std::nullopt;
    }
    if (request.method != "GET" && request.method != "HEAD") {
      HttpResponse page = TextPage(405, kPlainText, "this page is for GET\n");
      page.headers.push_back({"Allow", "GET, HEAD"});
      CountRefusal(page.status);
      return page;
    }
    if (path == "/healthz") return Health();
    if (path == "/metrics") return Metrics(request);
    return Signpost();
  }

  HttpResponse Health() const {
    return backend.serving() ? TextPage(200, kPlainText, "SERVING\n")
                             : TextPage(503, kPlainText, "NOT_SERVING\n");
  }

  // A page of the internet whose name is made to point at this machine ("DNS
  // rebinding") could read what is on loopback; calls name their origin, and
  // are refused by that.
  HttpResponse Metrics(const HttpRequest& request) const {
    const std::string_view host = request.Header("host").value_or("localhost");
    if (on_loopback && !IsLoopback(HostOf(host))) {
      CountRefusal(421);
      return TextPage(421, kPlainText,
                      "this server listens on loopback; ask for its metrics by "
                      "a name of that\n");
    }
    return TextPage(200, kPrometheusText, backend.metrics());
  }

  HttpResponse Signpost() const {
    std::string text =
        "Wanyan checks replies against phrasebooks.\n\n"
        "GET /healthz\nGET /metrics\n";
    for (const std::string& path : connect->paths()) {
      absl::StrAppendFormat(&text, "POST %s\n", path);
    }
    text +=
        "\nThe methods speak the Connect protocol; send JSON with "
        "Content-Type: application/json.\n";
    return TextPage(200, kPlainText, std::move(text));
  }

  const HttpDoorBackend backend;
  const std::shared_ptr<const CorsPolicy> cors;
  const std::unique_ptr<ConnectDoor> connect;
  const bool on_loopback;
  std::string address;
  // Last: it uses all of the above.
  std::unique_ptr<HttpServer> server;
};

HttpDoor::HttpDoor(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

HttpDoor::~HttpDoor() = default;

const std::string& HttpDoor::address() const { return impl_->address; }

absl::StatusOr<std::unique_ptr<HttpDoor>> HttpDoor::Start(
    const ServerOptions& options, HttpDoorBackend backend) {
  WANYAN_ASSIGN_OR_RETURN(const ListenAddress address,
                          ParseListenAddress(options.http_listen));
  WANYAN_ASSIGN_OR_RETURN(CorsPolicy cors,
                          CorsPolicy::Create(options.cors_origins));
  WANYAN_ASSIGN_OR_RETURN(
      std::unique_ptr<ConnectDoor> connect,
      ConnectDoor::Create(
          InProcessChannel(backend.server), backend.services,
          {.authorize = backend.authorize, .on_refusal = backend.on_refusal}));
  const CertificateStore* const certificates = backend.certificates;
  auto impl =
      std::make_unique<Impl>(std::move(backend), std::move(cors),
                             std::move(connect), IsLoopback(address.host));
  HttpServerOptions server_options = {.address = address,
                                      .certificates = certificates};
  server_options.error_page = [door = impl.get()](const HttpRequest& request,
                                                  int status,
                                                  std::string_view problem) {
    return door->Refusal(request, status, problem);
  };
  WANYAN_ASSIGN_OR_RETURN(impl->server,
                          HttpServer::Start(std::move(server_options),
                                            [door = impl.get()](auto exchange) {
                                              door->Handle(std::move(exchange));
                                            }));
  impl->address = impl->server->address().ToString();
  return std::unique_ptr<HttpDoor>(new HttpDoor(std::move(impl)));
}

void HttpDoor::Drain() { impl_->server->Drain(); }

void HttpDoor::Stop(absl::Duration timeout) { impl_->server->Stop(timeout); }

}  // namespace wanyan
