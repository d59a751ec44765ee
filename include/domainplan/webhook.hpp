// Events that the vendor posts to a partner's URL, and whether they are genuine.
//
// A delivery carries the headers Peeker-Event-Id, Peeker-Timestamp (Unix seconds of the signing) and
// Peeker-Signature (v1=<lower-case hex of an HMAC-SHA256>). The vendor's pages do not say which bytes are
// signed; all three known ways are here, and the usual one is the default.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
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

enum class DeliveryVerdict : std::uint8_t {
  genuine,
  bad_timestamp,  // not a number of Unix seconds
  stale,          // signed too long ago, or in the future
  bad_signature,  // the header holds no v1 signature of 64 lower-case hex digits
  mismatch        // a signature of other bytes, or by another secret
};

// How old a delivery may be, and how far its clock may be ahead, in seconds.
inline constexpr std::chrono::seconds kDeliveryTolerance{300};

// Compares in constant time. `now` is the time to hold the timestamp against. Throws UsageError where
// `secret` is empty, or the scheme needs an event id that is not there. Safe to call from any thread.
DeliveryVerdict verify(const Delivery& delivery, std::string_view secret, SignatureScheme scheme,
                       std::chrono::seconds tolerance, std::chrono::system_clock::time_point now);

}  // namespace domainplan
