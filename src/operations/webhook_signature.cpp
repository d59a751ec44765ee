#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <charconv>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/webhook.hpp"

namespace domainplan {
namespace {

constexpr std::array<std::string_view, 3> kSchemes = {"timestamp.body", "id.timestamp.body", "body"};
constexpr std::size_t kDigestBytes = 32;
constexpr std::size_t kMostSignatures = 16;  // of one header

std::string signed_bytes(const Delivery& delivery, SignatureScheme scheme) {
  switch (scheme) {
    case SignatureScheme::timestamp_body:
      return fmt::format("{}.{}", delivery.timestamp, delivery.body);
    case SignatureScheme::id_timestamp_body:
      return fmt::format("{}.{}.{}", delivery.event_id, delivery.timestamp, delivery.body);
    case SignatureScheme::body:
      break;
  }
  return std::string(delivery.body);
}

std::string hmac_hex(std::string_view secret, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (!HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
            reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data(), &size) ||
      size != kDigestBytes)
    throw RunError(ErrorCode::internal, "HMAC-SHA256 failed", "HMAC-SHA256");
  std::string hex;
  for (std::size_t i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

// Lower case only: a signature that differs in any bit is another one.
bool is_v1(std::string_view value) {
  return value.size() == 3 + 2 * kDigestBytes && value.starts_with("v1=") &&
         value.find_first_not_of("0123456789abcdef", 3) == std::string_view::npos;
}

std::optional<std::int64_t> unix_seconds(std::string_view text) {
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  constexpr std::int64_t kMost = 253'402'300'799;  // the end of the year 9999
  if (error != std::errc() || end != text.data() + text.size() || seconds < 0 || seconds > kMost)
    return std::nullopt;
  return seconds;
}

}  // namespace

std::string_view name_of(SignatureScheme scheme) { return kSchemes[static_cast<std::size_t>(scheme)]; }

std::optional<SignatureScheme> signature_scheme_of(std::string_view name) {
  for (std::size_t i = 0; i < kSchemes.size(); ++i)
    if (kSchemes[i] == name) return static_cast<SignatureScheme>(i);
  return std::nullopt;
}

SignatureCheck verify(const Delivery& delivery, std::string_view secret, SignatureScheme scheme,
                      std::chrono::seconds tolerance, std::chrono::system_clock::time_point now) {
  if (secret.empty())
    throw UsageError("the webhook secret is empty",
                     Subject{"secret", "the secret that the vendor shows for the webhook"});
  if (scheme == SignatureScheme::id_timestamp_body && delivery.event_id.empty())
    throw UsageError("the scheme id.timestamp.body needs the event's id",
                     Subject{"event_id", "the event's id"});
  const auto signed_at = unix_seconds(delivery.timestamp);
  if (!signed_at) return SignatureCheck::bad_timestamp;
  const auto seconds_now = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  if (std::abs(seconds_now - *signed_at) > tolerance.count()) return SignatureCheck::stale;

  const std::string expected = hmac_hex(secret, signed_bytes(delivery, scheme));
  bool has_signature = false, matches = false;
  std::size_t count = 0;
  for (const std::string_view value : split(delivery.signature, ", ")) {
    if (++count > kMostSignatures) break;
    if (!is_v1(value)) continue;
    has_signature = true;
    matches |= CRYPTO_memcmp(value.data() + 3, expected.data(), expected.size()) == 0;
  }
  if (matches) return SignatureCheck::genuine;
  return has_signature ? SignatureCheck::mismatch : SignatureCheck::bad_signature;
}

}  // namespace domainplan
