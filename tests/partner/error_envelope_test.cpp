#include "partner/error_envelope.hpp"

#include <catch2/catch.hpp>

using namespace domainplan::partner;
using Catch::Matchers::Contains;

TEST_CASE("an error envelope is read whole") {
  const ErrorEnvelope error = read_error_envelope(
      R"({"error":{"code":"rate_limited","message":"slow down","field":"domains[3]","details":{"retry_after_seconds":12,"reason":"x"}}})");
  CHECK(error.code == "rate_limited");
  CHECK(error.message == "slow down");
  CHECK(error.field == "domains[3]");
  CHECK(error.retry_after_seconds == 12);
  CHECK(error.excerpt.empty());
  CHECK(describe_error(429, error) == "429 rate_limited: 'slow down' (field 'domains[3]')");
}

TEST_CASE("what is missing or of another type in an envelope stays empty") {
  const ErrorEnvelope error = read_error_envelope(
      R"({"error":{"code":"c","message":5,"field":null,"details":{"retry_after_seconds":"5"}}})");
  CHECK(error.code == "c");
  CHECK(error.message.empty());
  CHECK(error.field.empty());
  CHECK_FALSE(error.retry_after_seconds);
  for (const char* body :
       {"[]", "null", "3", R"("x")", R"({"error":[]})", R"({"error":null})", R"({"error":{"details":[]}})"}) {
    const ErrorEnvelope none = read_error_envelope(body);
    CHECK(none.code.empty());
    CHECK(none.excerpt == body);
  }
}

TEST_CASE("a body that is not an envelope is shown by how it begins, as UTF-8") {
  const ErrorEnvelope page = read_error_envelope("\n<html>\x1b[31mBad gateway</html>\n");
  CHECK(describe_error(502, page) == "502: '<html>\x1b[31mBad gateway</html>'");
  const ErrorEnvelope longer = read_error_envelope(std::string(5000, 'x'));
  CHECK(longer.excerpt == std::string(200, 'x'));
  CHECK(describe_error(503, read_error_envelope("")) == "503");
  CHECK(describe_error(500, read_error_envelope("\xff\xfe")) == R"(500: '\xff\xfe')");
}

TEST_CASE("an envelope's words are as the API wrote them") {
  const ErrorEnvelope error =
      read_error_envelope(R"({"error":{"code":"a\u001b[2J","message":"b\nc\u202ed"}})");
  CHECK(describe_error(400, error) == "400 a\x1b[2J: 'b\nc\u202ed'");
}

TEST_CASE("deep nesting and great size do no harm to the envelope reader") {
  CHECK(read_error_envelope(std::string(60'000, '[')).excerpt.size() == 200);
  CHECK(read_error_envelope(std::string(30'000, '[') + std::string(30'000, ']')).excerpt.size() == 200);
  CHECK(read_error_envelope(std::string(5'000'000, '[')).excerpt.size() == 200);
}

TEST_CASE("a request id is noted where there is one") {
  CHECK(request_note("req_1") == " (request req_1)");
  CHECK(request_note("").empty());
  CHECK(request_note("a\nb") == " (request a\nb)");
}

TEST_CASE("an error that is a text is read as its message, and is no envelope") {
  const ErrorEnvelope error = read_error_envelope(R"({"error": "quota exceeded"})");
  CHECK(error.message == "quota exceeded");
  CHECK(error.excerpt.empty());
  CHECK_FALSE(error.is_envelope());
}
