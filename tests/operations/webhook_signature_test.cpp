#include <catch2/catch.hpp>

#include "domainplan/error.hpp"
#include "domainplan/webhook.hpp"

using namespace domainplan;
using namespace std::chrono_literals;

namespace {

// Computed with: printf '1700000000.{"id":"evt_1"}' | openssl dgst -sha256 -hmac whsec_test
const std::string kBody = R"({"id":"evt_1"})";
const std::string kTimestamp = "1700000000";
const std::string kSecret = "whsec_test";
const std::string kSignature = "v1=c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925";
const std::string kOfIdTimestampBody = "v1=d3da2c7d1e31e91ec705210f3b070ed0ff6c4228ac04a7c474dac44265895203";
const std::string kOfBody = "v1=030fa3b2413d1993c551364bd53bb9b3edb5c0c34d55dba6ada6041245632811";
const std::chrono::system_clock::time_point kSigned{1'700'000'000s};

SignatureCheck verdict(const std::string& body, const std::string& timestamp, const std::string& signature,
                       std::chrono::seconds later = 0s, const std::string& secret = kSecret) {
  return verify({body, timestamp, signature, ""}, secret, SignatureScheme::timestamp_body, kDeliveryTolerance,
                kSigned + later);
}

// Every text that differs from `text` in one bit.
std::vector<std::string> with_a_bit_flipped(const std::string& text) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < text.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      all.push_back(text);
      all.back()[i] = static_cast<char>(all.back()[i] ^ (1 << bit));
    }
  return all;
}

}  // namespace

TEST_CASE("a delivery that openssl signed is genuine") {
  CHECK(verdict(kBody, kTimestamp, kSignature) == SignatureCheck::genuine);
}

TEST_CASE("each scheme signs other bytes") {
  const auto under = [](SignatureScheme scheme, const std::string& signature) {
    return verify({kBody, kTimestamp, signature, "evt_1"}, kSecret, scheme, kDeliveryTolerance, kSigned);
  };
  CHECK(under(SignatureScheme::id_timestamp_body, kOfIdTimestampBody) == SignatureCheck::genuine);
  CHECK(under(SignatureScheme::body, kOfBody) == SignatureCheck::genuine);
  CHECK(under(SignatureScheme::timestamp_body, kOfBody) == SignatureCheck::mismatch);
  CHECK(under(SignatureScheme::body, kSignature) == SignatureCheck::mismatch);
}

TEST_CASE("any flipped bit of payload, timestamp or signature fails verification") {
  for (const std::string& body : with_a_bit_flipped(kBody))
    CHECK(verdict(body, kTimestamp, kSignature) != SignatureCheck::genuine);
  for (const std::string& timestamp : with_a_bit_flipped(kTimestamp))
    CHECK(verdict(kBody, timestamp, kSignature) != SignatureCheck::genuine);
  for (const std::string& signature : with_a_bit_flipped(kSignature))
    CHECK(verdict(kBody, kTimestamp, signature) != SignatureCheck::genuine);
}

TEST_CASE("one of several signatures is enough, as while a secret is changed") {
  const std::string other = "v1=" + std::string(64, '0');
  CHECK(verdict(kBody, kTimestamp, other + "," + kSignature) == SignatureCheck::genuine);
  CHECK(verdict(kBody, kTimestamp, other + ", v2=abc, " + kSignature) == SignatureCheck::genuine);
  CHECK(verdict(kBody, kTimestamp, other) == SignatureCheck::mismatch);
}

TEST_CASE("a delivery is genuine for 300 seconds, before and after") {
  CHECK(verdict(kBody, kTimestamp, kSignature, 300s) == SignatureCheck::genuine);
  CHECK(verdict(kBody, kTimestamp, kSignature, 301s) == SignatureCheck::stale);
  CHECK(verdict(kBody, kTimestamp, kSignature, -300s) == SignatureCheck::genuine);
  CHECK(verdict(kBody, kTimestamp, kSignature, -301s) == SignatureCheck::stale);
}

TEST_CASE("headers that are not what they should be are named") {
  CHECK(verdict(kBody, "", kSignature) == SignatureCheck::bad_timestamp);
  CHECK(verdict(kBody, "17e8", kSignature) == SignatureCheck::bad_timestamp);
  CHECK(verdict(kBody, "-1", kSignature) == SignatureCheck::bad_timestamp);
  CHECK(verdict(kBody, "99999999999999999999", kSignature) == SignatureCheck::bad_timestamp);
  for (const char* signature : {"", "v1=", "v1=zz", "v2=00", "garbage"})
    CHECK(verdict(kBody, kTimestamp, signature) == SignatureCheck::bad_signature);
  CHECK(verdict(kBody, kTimestamp, kSignature, 0s, "another") == SignatureCheck::mismatch);
}

TEST_CASE("an empty secret, or a scheme without its event id, is a mistake of the caller") {
  CHECK_THROWS_AS(verdict(kBody, kTimestamp, kSignature, 0s, ""), UsageError);
  CHECK_THROWS_AS(verify({kBody, kTimestamp, kSignature, ""}, kSecret, SignatureScheme::id_timestamp_body,
                         kDeliveryTolerance, kSigned),
                  UsageError);
}
