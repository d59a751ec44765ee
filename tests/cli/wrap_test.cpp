#include "cli/wrap.hpp"

#include <catch2/catch.hpp>

using domainplan::cli::columns_of;
using domainplan::cli::filled;
using domainplan::cli::wrapped;

TEST_CASE("a paragraph is filled to the width, and an example keeps its line") {
  CHECK(wrapped("one two\nthree four\n\n  an example that is long\nfive", 9) ==
        "one two\nthree\nfour\n\n  an example that is long\nfive\n");
}

TEST_CASE("a word that is wider than the line has a line of its own") {
  CHECK(filled("a incomprehensible b", 6, 2) == "a\n  incomprehensible\n  b");
}

TEST_CASE("columns are those of a terminal: wide characters take two, combining marks none") {
  CHECK(filled("äöü ß", 5, 0) == "äöü ß");
  CHECK(columns_of("陽菜 Müller") == 11);
  CHECK(columns_of("e\u0301") == 1);
  CHECK(columns_of("\xff\xfe") == 2);  // not UTF-8: it is shown somehow
  CHECK(columns_of("") == 0);
}
