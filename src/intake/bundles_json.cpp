#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "intake/bundles.hpp"
#include "intake/invisible.hpp"
#include "io/json_positions.hpp"

namespace domainplan {
namespace {

using nlohmann::json;
using Code = DiagnosticCode;

constexpr int kDeepest = 32;  // a bundle is three deep

// Counts the lines that the parser has read, as it gives no positions of values.
class LineCounter {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  LineCounter(const char* at, std::size_t& line) : at_(at), line_(&line) {}
  reference operator*() const { return *at_; }
  LineCounter& operator++() {
    if (*at_++ == '\n') ++*line_;
    return *this;
  }
  LineCounter operator++(int) {
    const LineCounter before = *this;
    ++*this;
    return before;
  }
  bool operator==(const LineCounter& other) const { return at_ == other.at_; }
  bool operator!=(const LineCounter& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  std::size_t* line_;
};

struct TooDeep {};
struct NumberTooLarge {
  std::size_t line;
};

// The document, and the lines that matter in it.
struct Page {
  json document;
  std::vector<std::size_t> element_lines;  // of data's elements
  std::size_t data_line = 1;
  std::size_t links_line = 1;
};

Page parse(std::string_view bytes) {
  Page page;
  std::size_t line = 1;
  bool in_data = false;
  const auto note = [&](int depth, json::parse_event_t event, json& parsed) {
    if (depth > kDeepest) throw TooDeep();
    if (event == json::parse_event_t::key && depth == 1) {
      in_data = parsed == "data";
      if (in_data) {
        page.data_line = line;
        page.element_lines.clear();  // a key that stands twice: the last one counts
      }
      if (parsed == "links") page.links_line = line;
    }
    const bool starts = event == json::parse_event_t::object_start ||
                        event == json::parse_event_t::array_start || event == json::parse_event_t::value;
    if (starts && in_data && depth == 2) page.element_lines.push_back(line);
    return true;
  };
  const char* const end = bytes.data() + bytes.size();
  try {
    page.document = json::parse(LineCounter(bytes.data(), line), LineCounter(end, line), note);
  } catch (const json::out_of_range&) {
    throw NumberTooLarge{line};  // 1e400: beyond what any number type holds
  }
  return page;
}

// Reads the fields of one bundle; what has the wrong type is noted.
class Fields {
 public:
  Fields(const json& object, RawBundle& raw, std::string prefix = {})
      : object_(object), raw_(raw), prefix_(std::move(prefix)) {}

  // The field; nothing where it is absent or null.
  const json* find(const char* name) const {
    const auto field = object_.find(name);
    return field == object_.end() || field->is_null() ? nullptr : &*field;
  }

  std::string text(const char* name) const {
    const json* field = find(name);
    if (!field) return {};
    if (field->is_string()) {
      VisibleText visible = visible_text(field->get_ref<const std::string&>(), Joiners::removed);
      raw_.invisible += visible.removed;
      return std::move(visible.text);
    }
    refuse(name, *field, "a string");
    return {};
  }

  std::optional<std::int64_t> number(const char* name) const {
    const json* field = find(name);
    if (!field) return std::nullopt;
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (field->is_number_integer() && !(field->is_number_unsigned() && field->get<std::uint64_t>() > kMost))
      return field->get<std::int64_t>();
    refuse(name, *field, "a whole number");
    return std::nullopt;
  }

  bool truth(const char* name) const {
    const json* field = find(name);
    if (!field) return false;
    if (field->is_boolean()) return field->get<bool>();
    refuse(name, *field, "true or false");
    return false;
  }

  void refuse(const char* name, const json& value, std::string_view expected) const {
    raw_.wrong(fmt::format("{}{}", prefix_, name),
               refused(Code::invalid, shown(value), fmt::format("is not allowed: it is {}", expected),
                       std::string(expected)));
  }

 private:
  static std::string shown(const json& value) {
    if (value.is_structured()) return fmt::format("{} …", value.is_object() ? "{" : "[");
    return value.is_string() ? value.get<std::string>() : value.dump();
  }

  const json& object_;
  RawBundle& raw_;
  std::string prefix_;
};

void read_demand(const Fields& fields, RawBundle& raw) {
  const json* demand = fields.find("required_domains");
  if (!demand) return;
  if (!demand->is_object())
    return fields.refuse("required_domains", *demand, "an object with google and microsoft");
  const Fields inner(*demand, raw, "required_domains.");
  raw.google_domains = inner.number("google");
  raw.microsoft_domains = inner.number("microsoft");
  const auto total = inner.number("total");
  if (!raw.google_domains && !raw.microsoft_domains && raw.mistakes.empty())
    return raw.wrong("required_domains", {Code::missing,
                                          "it has neither google nor microsoft: give both, or "
                                          "leave it out"});
  constexpr std::int64_t kSane = std::int64_t{1} << 60;  // beyond it the bounds are reported, not the sum
  if (total && raw.google_domains && raw.microsoft_domains && std::abs(*raw.google_domains) < kSane &&
      std::abs(*raw.microsoft_domains) < kSane && *raw.google_domains + *raw.microsoft_domains != *total)
    raw.wrong("required_domains.total", {Code::inconsistent,
                                         fmt::format("{} is not the sum of google and microsoft, {}", *total,
                                                     *raw.google_domains + *raw.microsoft_domains),
                                         std::to_string(*total)});
}

RawBundle bundle_from(const json& element, std::size_t line) {
  RawBundle raw;
  raw.line = line;
  if (!element.is_object()) {
    raw.readable = false;
    raw.wrong("data",
              {Code::invalid, fmt::format("the element is not a bundle but {} {}: a bundle is an object",
                                          element.is_array() ? "an" : "a", element.type_name())});
    return raw;
  }
  const Fields fields(element, raw);
  raw.id = fields.text("id");
  raw.name = fields.text("name");
  raw.monthly_sending_volume = fields.number("monthly_sending_volume");
  raw.google_percent = fields.number("google_percent");
  raw.microsoft_percent = fields.number("microsoft_percent");
  raw.send_on_weekends = fields.truth("send_on_weekends");
  raw.google_inboxes_per_domain = fields.number("google_inboxes_per_domain");
  read_demand(fields, raw);
  const json* status = fields.find("status");
  raw.archived = status && *status == "archived";
  if (status && !raw.archived && *status != "active") fields.refuse("status", *status, "active or archived");
  return raw;
}

// What is wrong with the page around the bundles, if anything.
std::optional<std::pair<std::size_t, Mistake>> wrong_with(const Page& page) {
  if (!page.document.is_object())
    return {
        {1, {"", {Code::other_document, "the file is not a JSON object: give the body of GET /bundles"}}}};
  const auto data = page.document.find("data");
  if (data == page.document.end())
    return {{1,
             {"data",
              {Code::other_document,
               "the file has no data: give the body of GET /bundles, with the bundles in data"}}}};
  if (!data->is_array())
    return {{page.data_line,
             {"data", {Code::other_document, "it is not an array: give the body of GET /bundles"}}}};
  const auto links = page.document.find("links");
  if (links == page.document.end() || links->is_null()) return std::nullopt;
  if (!links->is_object())
    return {{page.links_line,
             {"links", {Code::other_document, "it is not an object: give the body of GET /bundles"}}}};
  const auto next = links->find("next");
  if (next == links->end() || next->is_null()) return std::nullopt;
  return {{page.links_line,
           {"links.next",
            {Code::more_pages,
             "it is not null, so that these are not all bundles: give a body that holds every page"}}}};
}

std::pair<std::size_t, Mistake> syntax_error(std::string_view bytes, const json::parse_error& error) {
  const JsonStop stop = json_stop(bytes, error.byte, error.what());
  return {stop.line, {"", {Code::bad_json, stop.message}}};
}

}  // namespace

RawBundles read_bundles_json(const InputFile& file, Findings& findings) {
  RawBundles read;
  Page page;
  std::optional<std::pair<std::size_t, Mistake>> wrong;
  try {
    page = parse(file.bytes);
    wrong = wrong_with(page);
  } catch (const json::parse_error& error) {
    wrong = syntax_error(file.bytes, error);
  } catch (const NumberTooLarge& error) {
    wrong = {error.line,
             {"",
              {Code::bad_json,
               "a number is too large for any program: give whole numbers as GET /bundles has them"}}};
  } catch (const TooDeep&) {
    wrong = {1,
             {"",
              {Code::bad_json, fmt::format("the file nests deeper than {} levels: give the body of "
                                           "GET /bundles",
                                           kDeepest)}}};
  }
  if (wrong) {
    findings.add(wrong->first, wrong->second.column, wrong->second);
    read.unusable = std::move(wrong->second);
  }
  if (!page.document.is_object() || !page.document.contains("data") || !page.document["data"].is_array())
    return read;
  const json& data = page.document["data"];
  std::size_t invisible = 0;
  for (std::size_t i = 0; i < data.size(); ++i) {
    read.bundles.push_back(bundle_from(data[i], page.element_lines[i]));
    invisible += read.bundles.back().invisible;
  }
  findings.note_invisible(invisible);
  return read;
}

}  // namespace domainplan
