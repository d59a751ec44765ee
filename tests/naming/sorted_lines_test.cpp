#include "naming/sorted_lines.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

TEST_CASE("each line of a sorted text is found, and nothing else") {
  for (const std::string_view text : {"a\nab\nabc\nb\nце\n", "a\nab\nabc\nb\nце"}) {
    INFO(text);
    for (const std::string_view line : {"a", "ab", "abc", "b", "це"}) CHECK(has_line(text, line));
    for (const std::string_view line : {"", "0", "aa", "abcd", "bb", "ц", "цея", "я"}) {
      INFO(line);
      CHECK_FALSE(has_line(text, line));
    }
  }
  CHECK_FALSE(has_line("", "a"));
}

TEST_CASE("an index of sorted lines finds keys and their values") {
  const SortedLines lines("a\nb\t1\nc\n");
  CHECK(lines.contains("a"));
  CHECK(lines.value("b") == "1");
  CHECK(lines.value("a") == "");
  CHECK_FALSE(lines.contains("bb"));
}
