#include "intake/formula.hpp"

#include <algorithm>
#include <vector>

#include "core/text.hpp"

namespace domainplan {
namespace {

constexpr std::string_view kBetween = " \t\r\n,;";  // arguments
constexpr std::string_view kNewer = "_xlfn.";       // before functions that an older program does not know

// Takes the text in quotation marks that `rest` begins with, two of them for one; nothing where there is
// none.
std::optional<std::string> take_quoted(std::string_view& rest) {
  if (!rest.starts_with('"')) return {};
  std::string out;
  for (std::size_t at = 1; at < rest.size(); ++at) {
    if (rest[at] != '"') {
      out += rest[at];
    } else if (rest.substr(at + 1).starts_with('"')) {
      out += rest[at++];
    } else {
      rest.remove_prefix(at + 1);
      return out;
    }
  }
  return {};
}

// The texts that `arguments` are; nothing where one of them is none.
std::optional<std::vector<std::string>> texts_of(std::string_view arguments) {
  std::vector<std::string> out;
  for (;;) {
    arguments.remove_prefix(std::min(arguments.find_first_not_of(kBetween), arguments.size()));
    if (arguments.empty()) return out;
    std::optional<std::string> text = take_quoted(arguments);
    if (!text) return {};
    out.push_back(*std::move(text));
  }
}

bool is_address(std::string_view text) {
  const std::string lower = ascii_lower(text);
  return lower.find("://") != std::string::npos || lower.starts_with("www.") || lower.starts_with("mailto:");
}

// $A$1, AB12
bool is_cell_name(std::string_view text) {
  constexpr std::size_t kMostLetters = 3;
  const auto skip = [&](auto is_one) {
    std::size_t count = 0;
    while (count < text.size() && is_one(text[count])) ++count;
    text.remove_prefix(count);
    return count;
  };
  const auto is_dollar = [](char c) { return c == '$'; };
  skip(is_dollar);
  const std::size_t letters = skip([](char c) { return c >= 'A' && c <= 'Z'; });
  skip(is_dollar);
  const std::size_t digits = skip([](char c) { return c >= '0' && c <= '9'; });
  return letters > 0 && letters <= kMostLetters && digits > 0 && text.empty();
}

// Where the name in single quotation marks ends that `text` begins with, two of them for one.
std::size_t end_of_quoted_name(std::string_view text) {
  std::size_t end = 1;
  while (end < text.size() && (text[end] != '\'' || text.substr(end + 1).starts_with('\'')))
    end += text[end] == '\'' ? 2 : 1;
  return end + 1;
}

// `reference` without the sheet before it (Sheet1!, 'Sheet 1'!, in LibreOffice $Sheet1., $'Sheet 1'., and a
// file before that, 'file:///a.ods'#); all of it where there is none.
std::string_view without_sheet(std::string_view reference) {
  std::string_view sheet = reference;
  if (sheet.starts_with('\''))
    if (const std::size_t end = end_of_quoted_name(sheet); end < sheet.size() && sheet[end] == '#')
      sheet.remove_prefix(end + 1);
  if (sheet.starts_with('$')) sheet.remove_prefix(1);
  std::size_t end = sheet.find_first_of("!&+*/: ");
  if (sheet.starts_with('\''))
    end = end_of_quoted_name(sheet);
  else if (end == std::string_view::npos || sheet[end] != '!')
    end = sheet.substr(0, end).rfind('.');
  return end < sheet.size() && (sheet[end] == '!' || sheet[end] == '.') ? sheet.substr(end + 1) : reference;
}

// Whether `text` begins with a reference to a cell, behind signs or not (A1&B1, -A1, ('Sheet 1'!A1)).
bool refers_to_cell(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of("-+@( \t"), text.size()));
  text = without_sheet(text);
  return is_cell_name(text.substr(0, text.find_first_of("&+-*/:) ")));
}

// Whether the function of this name fetches something, so that no text in its brackets is what it shows.
bool fetches(std::string_view name) {
  return name.starts_with("IMPORT") || name == "WEBSERVICE" || name == "FILTERXML";
}

// Whether `text` is the name of a function before its bracket: no small letters of ASCII, no blanks.
bool is_function_name(std::string_view text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || std::string_view(" \t\"'&").find(c) != std::string_view::npos;
  });
}

}  // namespace

std::optional<Formula> formula_in(std::string_view cell) {
  std::string_view text = trimmed(cell);
  if (text.starts_with("{=") && text.ends_with('}')) text = text.substr(1, text.size() - 2);
  if (!text.starts_with('=')) return {};
  text = trimmed(text.substr(1));
  if (text.starts_with('"')) {
    const auto texts = texts_of(text);
    return Formula{texts && texts->size() == 1 ? texts->front() : std::string()};
  }
  const std::size_t bracket = std::min(text.find('('), text.size());
  std::string_view function = text.substr(0, bracket);
  function.remove_prefix(std::min(function.find_first_not_of("-+@"), function.size()));
  if (function.starts_with(kNewer)) function.remove_prefix(kNewer.size());
  if (bracket < text.size() && text.ends_with(')') && is_function_name(function)) {
    const auto texts = texts_of(text.substr(bracket + 1, text.size() - bracket - 2));
    const bool is_shown = texts && !texts->empty() && !fetches(function) && !texts->back().starts_with('/') &&
                          (is_address(texts->front()) ? texts->size() <= 2 : function == "T");
    return Formula{is_shown ? texts->back() : std::string()};
  }
  return refers_to_cell(text) ? std::optional(Formula{}) : std::nullopt;
}

}  // namespace domainplan
