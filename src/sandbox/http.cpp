#include "sandbox/http.hpp"

#include <fmt/format.h>

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include "sandbox/gzip.hpp"
#include "sandbox/ids.hpp"

namespace domainplan::sandbox {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;

using Parser = http::request_parser<http::string_body>;

std::string text_of(beast::string_view view) { return {view.data(), view.size()}; }

// Percent-decoded, and in a query with + for a blank; a % that begins no escape stays.
std::string decoded(std::string_view text, bool is_query) {
  const auto digit = [](char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
      out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      out += is_query && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

void read_target(std::string_view target, Call& call) {
  target = target.substr(0, target.find('#'));
  const std::size_t mark = std::min(target.find('?'), target.size());
  call.path = decoded(target.substr(0, mark), false);
  std::string_view query = target.substr(std::min(mark + 1, target.size()));
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    if (!pair.empty())
      call.query.emplace(decoded(pair.substr(0, equals), true),
                         decoded(pair.substr(std::min(equals + 1, pair.size())), true));
  }
}

// The status that refuses what could not be parsed.
int refusal_status(const beast::error_code& error) {
  if (error == http::error::body_limit) return 413;
  if (error == http::error::header_limit) return 431;
  return 400;
}

bool is_parse_error(const beast::error_code& error) {
  return error.category() == make_error_code(http::error::bad_method).category() &&
         error != http::error::end_of_stream && error != http::error::partial_message;
}

// What this server does not take, though it is HTTP.
int refusal_of(const Parser::value_type& message) {
  if (message.target().size() > kLongestTarget) return 414;
  if (message.version() != 11 && message.version() != 10) return 400;
  if (!message.target().starts_with('/')) return 400;
  switch (message.method()) {
    case http::verb::get:
    case http::verb::head:
    case http::verb::post:
    case http::verb::put:
    case http::verb::patch:
    case http::verb::delete_:
    case http::verb::options:
      return 0;
    default:
      return 400;
  }
}

HttpRequest request_of(Parser::value_type message) {
  HttpRequest request;
  request.call.method = text_of(message.method_string());
  read_target({message.target().data(), message.target().size()}, request.call);
  const auto [first, last] = message.equal_range(http::field::authorization);
  for (auto field = first; field != last; ++field)
    request.call.authorization.push_back(text_of(field->value()));
  request.call.content_type = text_of(message[http::field::content_type]);
  request.accepts_gzip = accepts_gzip(text_of(message[http::field::accept_encoding]));
  request.is_head = message.method() == http::verb::head;
  request.keep_alive = message.keep_alive();
  request.call.body = std::move(message.body());
  return request;
}

std::string_view reason_of(int status) {
  const auto text = http::obsolete_reason(static_cast<http::status>(status));
  return {text.data(), text.size()};
}

}  // namespace

std::optional<HttpRequest> HttpStream::read() {
  Parser parser;
  parser.header_limit(kLargestHeader);
  parser.body_limit(kLargestBody);
  connection_.begin_request(buffer_.size() > 0);
  beast::error_code error;
  http::read_header(connection_, buffer_, parser, error);
  int refused = error ? 0 : refusal_of(parser.get());
  if (!error && refused == 0) {
    const bool waits = beast::iequals(parser.get()[http::field::expect], "100-continue");
    if (waits && !parser.is_done() && !connection_.send("HTTP/1.1 100 Continue\r\n\r\n")) return std::nullopt;
    http::read(connection_, buffer_, parser, error);
  }
  if (error && is_parse_error(error)) refused = refusal_status(error);
  if (error && refused == 0) return std::nullopt;
  HttpRequest request = request_of(parser.release());
  request.refused = refused;
  return request;
}

bool HttpStream::answer(const HttpRequest& request, Reply reply, Moment now, bool compress) {
  if (reply.status == 0) return false;
  const bool keep_alive = request.keep_alive && request.refused == 0 && !reply.cut_off;
  std::string out = fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\nContent-Type: {}\r\n", reply.status,
                                reason_of(reply.status), http_date_of(now), reply.content_type);
  const auto add = [&](const char* name, const std::string& value) {
    fmt::format_to(std::back_inserter(out), "{}: {}\r\n", name, value);
  };
  if (!reply.from_proxy) add("Peeker-Request-Id", new_id("req_"));
  if (reply.retry_after > 0) add("Retry-After", std::to_string(reply.retry_after));
  if (!reply.allow.empty()) add("Allow", reply.allow);
  if (compress && request.accepts_gzip && reply.body.size() >= kWorthCompressing) {
    add("Content-Encoding", "gzip");
    reply.body = gzipped(reply.body);
  }
  if (!keep_alive) add("Connection", "close");
  add("Content-Length", std::to_string(reply.body.size()));
  out += "\r\n";
  if (!request.is_head)
    out.append(reply.body, 0, reply.cut_off ? reply.body.size() / 2 - 1 : reply.body.size());
  const bool sent = reply.slow ? connection_.send_slowly(out) : connection_.send(out);
  if (request.refused != 0) connection_.finish();
  return sent && keep_alive;
}

}  // namespace domainplan::sandbox
