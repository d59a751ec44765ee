#include "cli/live_line.hpp"

#include <catch2/catch.hpp>
#include <sstream>

using namespace domainplan::cli;

namespace {

const std::vector<std::string> kParts = {"12 of 25 customers", "waiting 3 s: rate limited",
                                         "1,200 names checked"};

}  // namespace

TEST_CASE("a live line has as many of its parts as fit, and the first of them cut where it does not") {
  CHECK(fitted(kParts, 200) == "12 of 25 customers, waiting 3 s: rate limited, 1,200 names checked");
  CHECK(fitted(kParts, 50) == "12 of 25 customers, waiting 3 s: rate limited");
  CHECK(fitted(kParts, 20) == "12 of 25 customers");
  CHECK(fitted(kParts, 5) == "12 of");
  CHECK(fitted({"Müller & Söhne"}, 4) == "Müll");
  CHECK(fitted(kParts, 0) == "");
  CHECK(fitted({"陽菜 佐藤"}, 5) == "陽菜 ");
  CHECK(fitted({"陽菜 佐藤"}, 6) == "陽菜 ");
}

TEST_CASE("a live line never reaches the last column, whatever the width is when it is shown") {
  std::ostringstream out;
  std::size_t width = 46;
  LiveLine line(out, true, [&] { return width; });
  line.show(kParts);
  CHECK(out.str() == "\r\033[K12 of 25 customers, waiting 3 s: rate limited\r");
  out.str("");
  width = 45;
  line.show(kParts);
  CHECK(out.str() == "\r\033[K12 of 25 customers\r");
}

TEST_CASE("all rows of a live line are cleared that a narrower terminal broke it into") {
  std::ostringstream out;
  std::size_t width = 80;
  LiveLine line(out, true, [&] { return width; });
  line.show(kParts);
  CHECK(out.str().ends_with("\r"));  // the cursor is on the first of them
  out.str("");
  width = 10;
  line.show(kParts);
  CHECK(out.str() == "\r\033[J12 of 25 \r");
  width = 4;
  out.str("");
  out << "done\n";
  CHECK(out.str() == "\r\033[Jdone\n");
}

TEST_CASE("what is printed clears the live line first, and a line that was begun is left alone") {
  std::ostringstream out;
  {
    LiveLine line(out, true, [] { return std::size_t{80}; });
    line.show({"working"});
    out << "warning: something\n" << std::flush;
    CHECK(out.str() == "\r\033[Kworking\r\r\033[Kwarning: something\n");
    out << "Type yes: " << std::flush;
    const std::string asked = out.str();
    line.show({"working"});
    CHECK(out.str() == asked);
    line.line_ended();
    line.show({"working"});
    CHECK(out.str() == asked + "\r\033[Kworking\r");
  }
  CHECK(out.str().ends_with("working\r\r\033[K"));
  out << "after\n";
  CHECK(out.str().ends_with("\r\033[Kafter\n"));
}

TEST_CASE("a line that is not live shows nothing and changes nothing") {
  std::ostringstream out;
  LiveLine line(out, false, [] { return std::size_t{80}; });
  line.show({"working"});
  out << "text";
  CHECK(out.str() == "text");
}
