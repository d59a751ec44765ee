#include "report/html.hpp"

#include <fmt/format.h>

#include "core/text.hpp"

namespace domainplan {

namespace embedded {
extern const std::string_view data_report_page_css;
extern const std::string_view data_report_page_js;
}  // namespace embedded

namespace report {

std::string html(std::string_view text) {
  std::string out;
  const std::string plain = escaped(text);
  out.reserve(plain.size());
  for (const char c : plain) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

std::string number_cell(std::uint64_t number) {
  return fmt::format("<td class=n data-v={}>{}</td>", number, grouped(number));
}

std::string money_cell(Cents cents, std::string_view currency) {
  return fmt::format("<td class=n data-v={}>{}</td>", cents, html(money(cents, currency)));
}

std::string_view page_head() {
  return "<!DOCTYPE html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n"
         "<meta name=viewport content=\"width=device-width, initial-scale=1\">\n"
         "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'; "
         "script-src 'unsafe-inline'; img-src data:\">\n"
         "<link rel=icon href=\"data:,\">\n";
}

std::string page(std::string_view title, std::string_view body) {
  return fmt::format(
      "{}<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n{}"
      "<script>\n{}</script>\n</body>\n</html>\n",
      page_head(), html(title), embedded::data_report_page_css, body, embedded::data_report_page_js);
}

}  // namespace report
}  // namespace domainplan
