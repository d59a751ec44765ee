#include "core/text.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

TEST_CASE("control characters, direction marks and bad bytes are escaped, all else stays") {
  CHECK(escaped("a\x1b[31mb") == "a\\x1b[31mb");
  CHECK(escaped("line\nnext\ttab") == "line\\nnext\\ttab");
  CHECK(escaped("\u202egnp") == "\\u{202e}gnp");
  CHECK(escaped("\xff\xfe") == "\\xff\\xfe");
  CHECK(escaped("\u0085") == "\\x85");
  CHECK(escaped("Müller 株式会社 🎉") == "Müller 株式会社 🎉");
}

TEST_CASE("a value in a message is quoted and cut at a character") {
  CHECK(in_quotes("abc") == "'abc'");
  CHECK(in_quotes("ääää", 2) == "'ää…'");
}

TEST_CASE("a quoted value is UTF-8, and else as it was read") {
  CHECK(in_quotes("a\x1b[2Jb\n") == "'a\x1b[2Jb\n'");
  CHECK(in_quotes("a\xff") == "'a\\xff'");
}

TEST_CASE("text is printable where escaping leaves it as it is") {
  for (const std::string text : {"", "a b", "Müller 🎉"}) CHECK(is_printable(text));
  for (const std::string text : {"\x1b", "a\n", "\x7f", "\u0085", "\u202e", "\xff"})
    CHECK_FALSE(is_printable(text));
}

TEST_CASE("UTF-8 is well-formed or it is not") {
  CHECK(is_utf8("Müller 🎉"));
  const auto bad =
      GENERATE(as<std::string>{}, "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe4\xb8", "\x80");
  CHECK_FALSE(is_utf8(bad));
}

TEST_CASE("white space at the ends is trimmed, no-break space and BOM too") {
  CHECK(trimmed(" \t a b \r\n") == "a b");
  CHECK(trimmed("\xEF\xBB\xBF\xC2\xA0x\xC2\xA0") == "x");
  CHECK(trimmed("   ").empty());
}

TEST_CASE("text is split at any separator, and empty parts are dropped") {
  CHECK(split("a, b,,c", ", ") == std::vector<std::string_view>{"a", "b", "c"});
  CHECK(split("", ",").empty());
}

TEST_CASE("a code in prose has blanks for its underscores") { CHECK(in_words("over_price") == "over price"); }
