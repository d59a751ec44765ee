#include <fmt/format.h>

#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "core/thrown.hpp"
#include "domainplan/sandbox.hpp"
#include "sandbox/http.hpp"
#include "sandbox/listener.hpp"
#include "sandbox/service.hpp"
#include "sandbox/threads.hpp"
#include "sandbox/webhook.hpp"

namespace domainplan::sandbox {

class Server::Impl {
 public:
  explicit Impl(const Options& options)
      : listener_(options.port),
        url_(fmt::format("http://127.0.0.1:{}{}", listener_.port(), kBasePath)),
        service_(options, url_),
        compress_(options.compress) {
    if (!options.webhook_url.empty()) webhook_.emplace(options.webhook_url, options.webhook_secret, service_);
    accepting_ = std::thread([this] { accept_all(); });  // last: nothing after it may throw
  }

  ~Impl() {
    webhook_.reset();
    service_.stop();
    listener_.end();
    accepting_.join();
    const std::lock_guard lock(mutex_);
    ending_ = true;
    for (const Connection* each : open_) each->hang_up();
  }

  int port() const { return listener_.port(); }
  const std::string& url() const { return url_; }
  Counters counters() const { return service_.counters(); }

 private:
  void accept_all() noexcept {
    for (int socket = listener_.accept(); socket >= 0; socket = listener_.accept()) {
      try {
        threads_.run([this, socket] { serve(socket); });
      } catch (...) {
        const Connection hung_up(socket);
      }
    }
  }

  // What throws here closes the connection.
  void serve(int socket) {
    Connection connection(socket);
    const auto close = [this](const Connection* open) {
      const std::lock_guard lock(mutex_);
      open_.erase(open);
    };
    const std::unique_ptr<Connection, decltype(close)> open(&connection, close);
    {
      const std::lock_guard lock(mutex_);
      if (ending_) return;
      open_.insert(&connection);
    }
    HttpStream stream(connection);
    for (auto request = stream.read(); request; request = stream.read()) {
      Reply reply = reply_to(*request, connection);
      if (!stream.answer(*request, std::move(reply), service_.now(), compress_)) break;
    }
  }

  Reply reply_to(const HttpRequest& request, const Connection& connection) {
    if (request.refused != 0) return service_.refuse(request.refused);
    try {
      return service_.answer(request.call, [&] { return connection.gone(); });
    } catch (...) {
      return ErrorReply{500, "internal_error", thrown_message()}.reply();
    }
  }

  Listener listener_;
  std::string url_;
  Service service_;
  bool compress_;
  std::mutex mutex_;  // guards the next two
  std::set<const Connection*> open_;
  bool ending_ = false;
  Threads threads_;
  std::thread accepting_;
  std::optional<Webhook> webhook_;
};

Server::Server(Options options) : impl_(std::make_unique<Impl>(options)) {}
Server::~Server() = default;
int Server::port() const { return impl_->port(); }
std::string Server::base_url() const { return impl_->url(); }
Counters Server::counters() const { return impl_->counters(); }

}  // namespace domainplan::sandbox
