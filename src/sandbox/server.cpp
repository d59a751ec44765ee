#include <fmt/format.h>
#include <httplib.h>
#include <sys/socket.h>

#include <set>
#include <thread>

#include "domainplan/error.hpp"
#include "domainplan/sandbox.hpp"
#include "sandbox/connection.hpp"
#include "sandbox/gzip.hpp"
#include "sandbox/ids.hpp"
#include "sandbox/service.hpp"
#include "sandbox/threads.hpp"

namespace domainplan::sandbox {
namespace {

constexpr std::size_t kLargestBody = 1u << 20;
constexpr int kBacklog = 1024;

// The connection that this thread serves.
thread_local Connection* connection = nullptr;

// The HTTP library, with connections of our own. It parses requests and writes answers.
class Http : public httplib::Server {
 public:
  explicit Http(int port);
  int port() const { return port_; }
  void run() { listen_after_bind(); }

  // Ends run() and all connections. From any thread, once.
  void end() { ::shutdown(svr_sock_, SHUT_RDWR); }

 private:
  bool process_and_close_socket(socket_t socket) override;
  void hang_up();

  int port_ = 0;
  std::mutex mutex_;
  std::set<Connection*> open_;
  bool ending_ = false;
};

Http::Http(int port) {
  set_tcp_nodelay(true);
  // The library's own choice, SO_REUSEPORT, would let two servers share a port.
  set_socket_options([](socket_t socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  set_payload_max_length(kLargestBody);
  set_read_timeout(std::chrono::seconds(30));
  set_write_timeout(std::chrono::seconds(30));
  new_task_queue = [this] { return new Threads([this] { hang_up(); }); };
  if (port == 0) {
    port_ = bind_to_any_port("127.0.0.1");
  } else if (port > 0 && port <= 0xffff && bind_to_port("127.0.0.1", port)) {
    port_ = port;
  }
  if (port_ <= 0)
    throw RunError(fmt::format("cannot listen on 127.0.0.1 port {}: it is in use, or not allowed", port));
  ::listen(svr_sock_, kBacklog);  // the library's 5 drops connections of a client that opens many at once
}

// What the library would act on is taken out of the request: it compresses slowly, it parses forms, and it
// waits for the end of the connection where a POST says no length.
void prepare(httplib::Request& request) {
  connection->content_type = request.get_header_value("Content-Type");
  connection->accepts_gzip = accepts_gzip(request.get_header_value("Accept-Encoding"));
  request.headers.erase("Content-Type");
  request.headers.erase("Accept-Encoding");
  request.ranges.clear();
  if (!request.has_header("Content-Length") && !request.has_header("Transfer-Encoding"))
    request.set_header("Content-Length", "0");
}

bool Http::process_and_close_socket(socket_t socket) {
  Connection here(socket);
  {
    const std::lock_guard lock(mutex_);
    if (ending_) here.hang_up();
    open_.insert(&here);
  }
  connection = &here;
  bool closed = false;
  while (!closed && here.wait_for_request()) {
    here.dropped = here.slow = here.cut_off = here.close_after = false;
    here.body_size = 0;
    const bool answered = process_request(here, false, closed, prepare);
    if (here.dropped) break;
    if (!(here.slow ? here.send_slowly() : here.send(here.cut_off ? here.body_size / 2 + 1 : 0))) break;
    if (here.close_after) here.finish();
    closed = closed || !answered || here.cut_off || here.close_after;
  }
  connection = nullptr;
  {
    const std::lock_guard lock(mutex_);
    open_.erase(&here);
  }
  here.hang_up();
  ::close(socket);
  return true;
}

void Http::hang_up() {
  const std::lock_guard lock(mutex_);
  ending_ = true;
  for (const Connection* each : open_) each->hang_up();
}

}  // namespace

class Server::Impl {
 public:
  explicit Impl(const Options& options)
      : http_(options.port),
        url_(fmt::format("http://127.0.0.1:{}{}", http_.port(), kBasePath)),
        service_(options, url_),
        compress_(options.compress) {
    const auto with_body = [this](const httplib::Request& request, httplib::Response& response,
                                  const httplib::ContentReader& reader) {
      std::string body;
      const bool whole = reader([&](const char* data, std::size_t size) {
        body.append(data, size);
        return body.size() <= kLargestBody;
      });
      if (!whole) return refuse(body.size() > kLargestBody ? 413 : response.status, response);
      answer(request, std::move(body), response);
    };
    const auto without_body = [this](const httplib::Request& request, httplib::Response& response) {
      answer(request, "", response);
    };
    const std::string any = "[^]*";
    http_.Get(any, without_body).Options(any, without_body);
    http_.Post(any, with_body).Put(any, with_body).Patch(any, with_body).Delete(any, with_body);
    // What the library itself refuses.
    http_.set_error_handler([this](const httplib::Request&, httplib::Response& response) {
      if (response.body.empty()) refuse(response.status, response);
    });
    http_.set_post_routing_handler([](const httplib::Request&, httplib::Response& response) {
      response.headers.erase("Keep-Alive");  // there is no time limit to tell of
      connection->body_size = response.body.size();
    });
    listener_ = std::thread([this] { http_.run(); });
  }

  ~Impl() {
    service_.stop();
    http_.end();
    listener_.join();
  }

  int port() const { return http_.port(); }
  const std::string& url() const { return url_; }
  Counters counters() const { return service_.counters(); }

 private:
  void answer(const httplib::Request& request, std::string body, httplib::Response& response) {
    Call call;
    call.method = request.method;
    call.path = request.path;
    call.query = request.params;
    const auto [first, last] = request.headers.equal_range("Authorization");
    for (auto header = first; header != last; ++header) call.authorization.push_back(header->second);
    call.content_type = connection->content_type;
    call.body = std::move(body);
    deliver(service_.answer(call, [] { return connection->gone(); }), response);
  }

  // For requests that were not read to their end: no HTTP, or too large.
  void refuse(int status, httplib::Response& response) {
    deliver(service_.refuse(status > 0 ? status : 400), response);
    response.set_header("Connection", "close");
    connection->close_after = true;
  }

  void deliver(Reply reply, httplib::Response& response) {
    connection->dropped = reply.status == 0;
    if (connection->dropped) return;
    response.status = reply.status;
    response.set_header("Peeker-Request-Id", new_id("req_"));
    if (reply.retry_after > 0) response.set_header("Retry-After", std::to_string(reply.retry_after));
    if (!reply.allow.empty()) response.set_header("Allow", reply.allow);
    if (compress_ && connection->accepts_gzip && reply.body.size() >= kWorthCompressing) {
      response.set_header("Content-Encoding", "gzip");
      reply.body = gzipped(reply.body);
    }
    response.set_content(std::move(reply.body), "application/json");
    connection->cut_off = reply.cut_off;
    connection->slow = reply.slow;
  }

  Http http_;
  std::string url_;
  Service service_;
  bool compress_;
  std::thread listener_;
};

Server::Server(Options options) : impl_(std::make_unique<Impl>(options)) {}
Server::~Server() = default;
int Server::port() const { return impl_->port(); }
std::string Server::base_url() const { return impl_->url(); }
Counters Server::counters() const { return impl_->counters(); }

}  // namespace domainplan::sandbox
