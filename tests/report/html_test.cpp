#include "report/html.hpp"

#include <catch2/catch.hpp>

using namespace domainplan::report;

TEST_CASE("text cannot become markup, in an element or an attribute") {
  CHECK(html("<script>alert('x')</script> & \"y\"") ==
        "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;y&quot;");
  CHECK(html("Müller 株式会社") == "Müller 株式会社");
  CHECK(html(std::string_view("a\0b", 3)).find('\0') == std::string::npos);
}

TEST_CASE("cells of numbers sort by the number, and show it as people write it") {
  CHECK(number_cell(1234567) == "<td class=n data-v=1234567>1,234,567</td>");
  CHECK(money_cell(123456, "usd") == "<td class=n data-v=123456>1,234.56 usd</td>");
}
