// Events that the vendor posts to a partner's URL, and whether they are genuine.
//
// A delivery carries the headers Peeker-Event-Id, Peeker-Timestamp (Unix seconds of the signing) and
// Peeker-Signature (v1=<lower-case hex of an HMAC-SHA256>). The vendor's pages do not say which bytes are
// signed; the three usual schemes are supported, and the most common one is the default.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace domainplan {

// What is signed. Assumed: timestamp_body.
enum class SignatureScheme : std::uint8_t {
  timestamp_body,     // "<timestamp>.<body>"
  id_timestamp_body,  // "<event id>.<timestamp>.<body>"
  body                // the body alone
};
std::string_view name_of(SignatureScheme scheme);  // "timestamp.body"
std::optional<SignatureScheme> signature_scheme_of(std::string_view name);

// A delivery as it arrived; nothing in it is trusted.
struct Delivery {
  std::string_view body;       // the raw bytes
  std::string_view timestamp;  // Peeker-Timestamp
  std::string_view signature;  // Peeker-Signature: one or more "v1=<hex>", separated by commas or blanks
  std::string_view event_id;   // Peeker-Event-Id; part of the signed bytes only under id_timestamp_body
};

enum class SignatureCheck : std::uint8_t {
  genuine,
  bad_timestamp,  // not a number of Unix seconds
  stale,          // signed too long ago, or in the future
  bad_signature,  // the header holds no v1 signature of 64 lower-case hex digits
  mismatch        // a signature of other bytes, or with another secret
};

// How old a delivery may be, and how far its clock may be ahead, in seconds.
inline constexpr std::chrono::seconds kDeliveryTolerance{300};

// Compares in constant time. `now` is the time to compare the timestamp with. Throws UsageError where
// `secret` is empty, or the scheme needs an event id that is not there. Safe to call from any thread.
SignatureCheck verify(const Delivery& delivery, std::string_view secret, SignatureScheme scheme,
                      std::chrono::seconds tolerance, std::chrono::system_clock::time_point now);

// Options of a listener. Everything that a sender controls is bounded.
struct ListenerOptions {
  std::string folder;              // its events.ndjson is appended to; made if it does not exist
  std::string host = "127.0.0.1";  // an IP address; a reverse proxy stands before it
  int port = 0;                    // 0: any free one
  std::string secret;
  SignatureScheme scheme = SignatureScheme::timestamp_body;
  std::chrono::seconds tolerance = kDeliveryTolerance;
  std::chrono::milliseconds request_timeout{10'000};  // from the connection to the whole request
  std::size_t most_body = 1u << 20;                   // bytes
  std::size_t most_header = 16u << 10;                // bytes
  // At the same time; one more closes the connection that has been idle longest.
  std::size_t most_connections = 256;
};

// An event that was recorded.
struct ReceivedEvent {
  std::string id;
  std::string type;
};

// Receives events over HTTP/1.1: POST to any path records one, GET /healthz answers 200. A POST is answered
// with 401 where its signature is wrong, 400 where it is not a JSON object with an id and a type, 413 where
// it is too large, 503 where it cannot be written, and 200 once it is on the disk, or known already by its
// id.
class WebhookListener {
 public:
  // Opens the log of events, reads the ids in it, and listens. Throws RunError where another listener holds
  // the folder, the disk fails or the address is taken, and UsageError where `host` is not an IP address.
  explicit WebhookListener(ListenerOptions options);
  ~WebhookListener();
  WebhookListener(const WebhookListener&) = delete;
  WebhookListener& operator=(const WebhookListener&) = delete;

  // Such as "http://127.0.0.1:8080".
  std::string url() const;
  // Serves on the calling thread until `stop` asks for the end. `received` is called on this thread after an
  // event is on the disk; `failed` with the reason why one could not be written. Neither may throw; both may
  // be empty.
  void run(std::stop_token stop, const std::function<void(const ReceivedEvent&)>& received,
           const std::function<void(const std::string& why)>& failed);

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

}  // namespace domainplan
