#include <fmt/format.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <list>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/webhook.hpp"
#include "operations/event_log.hpp"

namespace domainplan {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;

tcp::endpoint endpoint_of(const ListenerOptions& options) {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(options.host, error);
  if (error)
    throw UsageError(fmt::format("{} is not an IP address such as 127.0.0.1", in_quotes(options.host)),
                     Subject{"host", "an IP address such as 127.0.0.1"});
  return {address, static_cast<std::uint16_t>(options.port)};
}

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

// One thread does it all: reading, checking, writing and answering. So an event is written before it is
// answered, and two deliveries of one event never race.
class WebhookListener::Server {
 public:
  explicit Server(ListenerOptions options)
      : options_(std::move(options)), events_(options_.folder), acceptor_(context_) {
    if (options_.secret.empty())
      throw UsageError("the webhook secret is empty",
                       Subject{"secret", "the secret that the vendor shows for the webhook"});
    const tcp::endpoint endpoint = endpoint_of(options_);
    boost::system::error_code error;
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error)
      throw RunError(
          ErrorCode::network,
          fmt::format("cannot listen on {} port {}: {}", options_.host, options_.port, error.message()),
          options_.host);
  }

  std::string url() const {
    const tcp::endpoint endpoint = acceptor_.local_endpoint();
    const std::string address = endpoint.address().to_string();
    return endpoint.address().is_v6() ? fmt::format("http://[{}]:{}", address, endpoint.port())
                                      : fmt::format("http://{}:{}", address, endpoint.port());
  }

  void run(std::stop_token stop, const std::function<void(const ReceivedEvent&)>& received,
           const std::function<void(const std::string&)>& failed) {
    received_ = &received;
    failed_ = &failed;
    const std::stop_callback on_stop(std::move(stop), [this] { context_.stop(); });
    accept();
    context_.run();
  }

 private:
  struct Connection {
    Connection(tcp::socket socket, const ListenerOptions& options) : stream(std::move(socket)) {
      parser.body_limit(options.most_body);
      parser.header_limit(static_cast<std::uint32_t>(options.most_header));
    }
    beast::tcp_stream stream;
    beast::flat_buffer buffer{64u << 10};
    http::request_parser<http::string_body> parser;
    http::response<http::string_body> response;
    std::list<std::shared_ptr<Connection>>::iterator place;
  };
  using ConnectionPtr = std::shared_ptr<Connection>;

  void accept() {
    acceptor_.async_accept([this](const boost::system::error_code& error, tcp::socket socket) {
      if (!error) {
        begin(std::make_shared<Connection>(std::move(socket), options_));
        return accept();
      }
      // Out of descriptors, say: they come back as connections end.
      pause_.expires_after(std::chrono::milliseconds(100));
      pause_.async_wait([this](const boost::system::error_code&) { accept(); });
    });
  }

  // Slow senders wait at the front of the list, and go first.
  void begin(const ConnectionPtr& connection) {
    while (open_.size() >= options_.most_connections) close(ConnectionPtr(open_.front()));
    connection->place = open_.insert(open_.end(), connection);
    connection->stream.expires_after(options_.request_timeout);
    http::async_read(connection->stream, connection->buffer, connection->parser,
                     [this, connection](const boost::system::error_code& error, std::size_t) {
                       if (connection->place == open_.end()) return;  // closed meanwhile
                       if (const auto status = status_of(error, *connection))
                         respond(connection, *status);
                       else
                         close(connection);
                     });
  }

  // What a request is answered with; nothing where nobody is there to be answered.
  std::optional<http::status> status_of(const boost::system::error_code& error,
                                        const Connection& connection) {
    if (error == http::error::body_limit) return http::status::payload_too_large;
    if (error == http::error::header_limit) return http::status::request_header_fields_too_large;
    if (error.category() == http::make_error_code(http::error::bad_method).category() &&
        error != http::error::end_of_stream && error != http::error::partial_message)
      return http::status::bad_request;
    if (error) return std::nullopt;
    const auto& request = connection.parser.get();
    if (request.method() == http::verb::get && request.target() == "/healthz") return http::status::ok;
    if (request.method() != http::verb::post) return http::status::method_not_allowed;
    return take(request);
  }

  http::status take(const http::request<http::string_body>& request) {
    // Several lines of one header are one list (RFC 9110 section 5.3).
    std::string signatures;
    const auto [begin, end] = request.equal_range("Peeker-Signature");
    for (auto line = begin; line != end; ++line)
      signatures.append(signatures.empty() ? "" : ", ").append(view(line->value()));
    const Delivery delivery{request.body(), view(request["Peeker-Timestamp"]), signatures,
                            view(request["Peeker-Event-Id"])};
    const auto now = std::chrono::system_clock::now();
    if (options_.scheme == SignatureScheme::id_timestamp_body && delivery.event_id.empty())
      return http::status::unauthorized;
    if (verify(delivery, options_.secret, options_.scheme, options_.tolerance, now) !=
        SignatureCheck::genuine)
      return http::status::unauthorized;
    EventLog::Taken taken;
    try {
      taken = events_.add(request.body(), now);
    } catch (const std::exception& error) {
      if (*failed_) (*failed_)(error.what());
      return http::status::service_unavailable;
    }
    if (taken.kind == EventLog::Taken::Kind::unreadable) return http::status::bad_request;
    if (taken.kind == EventLog::Taken::Kind::added && *received_) (*received_)(taken.event);
    return http::status::ok;
  }

  void respond(const ConnectionPtr& connection, http::status status) {
    auto& response = connection->response;
    response.version(11);
    response.result(status);
    response.keep_alive(false);
    response.prepare_payload();
    connection->stream.expires_after(options_.request_timeout);
    http::async_write(
        connection->stream, response,
        [this, connection](const boost::system::error_code&, std::size_t) { linger(connection); });
  }

  // Where a request was not read to its end, closing at once would cut off the answer: what still comes is
  // read and thrown away until the sender closes, or its time is up.
  void linger(const ConnectionPtr& connection) {
    if (connection->place == open_.end()) return;
    boost::system::error_code ignored;
    connection->stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
    if (connection->parser.is_done()) return close(connection);
    discard(connection);
  }

  void discard(const ConnectionPtr& connection) {
    connection->buffer.clear();
    connection->stream.async_read_some(
        connection->buffer.prepare(16u << 10),
        [this, connection](const boost::system::error_code& error, std::size_t) {
          if (connection->place == open_.end()) return;
          if (error)
            close(connection);
          else
            discard(connection);
        });
  }

  void close(const ConnectionPtr& connection) {
    open_.erase(connection->place);
    connection->place = open_.end();
    connection->stream.close();
  }

  ListenerOptions options_;
  EventLog events_;
  asio::io_context context_{1};
  tcp::acceptor acceptor_;
  asio::steady_timer pause_{context_};
  std::list<ConnectionPtr> open_;  // the oldest first
  const std::function<void(const ReceivedEvent&)>* received_ = nullptr;
  const std::function<void(const std::string&)>* failed_ = nullptr;
};

WebhookListener::WebhookListener(ListenerOptions options)
    : server_(std::make_unique<Server>(std::move(options))) {}
WebhookListener::~WebhookListener() = default;
std::string WebhookListener::url() const { return server_->url(); }
void WebhookListener::run(std::stop_token stop, const std::function<void(const ReceivedEvent&)>& received,
                          const std::function<void(const std::string&)>& failed) {
  server_->run(std::move(stop), received, failed);
}

}  // namespace domainplan
