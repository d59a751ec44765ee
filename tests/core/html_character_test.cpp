#include "core/html_character.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

namespace {
std::string text_of(std::string_view reference) {
  const auto found = html_character(reference);
  return found && found->size == reference.size() ? found->text : "-";
}
}  // namespace

TEST_CASE("every kind of name that HTML has is known") {
  CHECK(text_of("&scaron;") == "š");
  CHECK(text_of("&hellip;") == "…");
  CHECK(text_of("&lambda;") == "λ");
  CHECK(text_of("&trade;") == "™");
  CHECK(text_of("&AMP;") == "&");
  CHECK(text_of("&QUOT;") == "\"");
  CHECK(text_of("&lbrace;") == "{");
  CHECK(text_of("&DiacriticalGrave;") == "`");
  CHECK(text_of("&CounterClockwiseContourIntegral;") == "∳");
  CHECK(text_of("&AElig;") == "Æ");                             // the first of the list
  CHECK(text_of("&zwnj;") == "\xE2\x80\x8C");                   // the last one
  CHECK(text_of("&NotEqualTilde;") == "\xE2\x89\x82\xCC\xB8");  // two code points
  CHECK(text_of("&Afr;") == "𝔄");
  CHECK(text_of("&Amp;") == "-");
  CHECK(text_of("&nothing;") == "-");
}

TEST_CASE("older names need no semicolon, and the longest of them is taken") {
  CHECK(text_of("&LT") == "<");
  CHECK(text_of("&COPY") == "©");
  CHECK(text_of("&lambda") == "-");
  const auto found = html_character("&notin it");
  REQUIRE(found);
  CHECK(found->name == "not");
  CHECK(found->text == "¬");
  CHECK_FALSE(found->closed);
  CHECK(html_character("&notin; it")->text == "∉");
}

TEST_CASE("numbers are read as browsers read them") {
  CHECK(text_of("&#38;") == "&");
  CHECK(text_of("&#0000038;") == "&");
  CHECK(text_of("&#X1F600") == "😀");
  CHECK(text_of("&#150;") == "–");
  CHECK(text_of("&#x80;") == "€");
  CHECK(text_of("&#0;") == "\xEF\xBF\xBD");
  CHECK(text_of("&#xD800;") == "\xEF\xBF\xBD");
  CHECK(text_of("&#99999999999;") == "\xEF\xBF\xBD");
  CHECK(text_of("&#;") == "-");
  CHECK(text_of("&#x;") == "-");
  CHECK(text_of("&") == "-");
  CHECK(text_of("") == "-");
}
