#include "io/json_positions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "core/text.hpp"

namespace domainplan {
namespace {

using nlohmann::json;

constexpr std::size_t kDeepest = 64;

// Counts lines while the parser reads. The parser looks one character past a number, so what counts is the
// line of the last character that is not white space.
struct Place {
  std::size_t line = 1;
  std::size_t line_of_text = 1;
};

struct CountingIterator {
  using iterator_category = std::forward_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  const char* at = nullptr;
  Place* place = nullptr;

  const char& operator*() const { return *at; }
  CountingIterator& operator++() {
    if (*at == '\n')
      ++place->line;
    else if (*at != ' ' && *at != '\t' && *at != '\r')
      place->line_of_text = place->line;
    ++at;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingIterator& other) const { return at == other.at; }
  bool operator!=(const CountingIterator& other) const { return at != other.at; }
};

class Builder : public nlohmann::json_sax<json> {
 public:
  Builder(LocatedJson& out, const Place& place, std::string_view text, const std::string& file)
      : out_(out), place_(place), text_(text), file_(file) {}

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& value) override { return add(value); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(json::object()); }
  bool start_array(std::size_t) override { return open(json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    const Level& level = levels_.back();
    key_ = name;
    const std::string pointer = pointer_to(level.pointer, name);
    if (level.value->contains(name))
      out_.repeated.push_back({file_, place_.line_of_text, name, DiagnosticCode::repeated,
                               "the key occurs twice; keep one of them"});
    out_.lines[pointer] = place_.line_of_text;
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const json::exception& error) override {
    const auto end = text_.begin() + static_cast<std::ptrdiff_t>(std::min(position, text_.size()));
    // The last character read is the offending one; a line break there ends the line it stands on.
    const auto read = end == text_.begin() ? end : end - 1;
    const auto line = static_cast<std::size_t>(std::count(text_.begin(), read, '\n')) + 1;
    std::string why = error.what();
    if (const std::size_t colon = why.find(": "); colon != std::string::npos) why = why.substr(colon + 2);
    throw InputError(
        {{file_, line, "", DiagnosticCode::bad_json, fmt::format("the file is not JSON: {}", as_utf8(why))}});
  }

 private:
  struct Level {
    json* value;
    std::string pointer;
  };

  json* place(json value) {
    if (levels_.empty()) {
      out_.value = std::move(value);
      pointer_.clear();
      out_.lines[pointer_] = place_.line_of_text;
      return &out_.value;
    }
    Level& level = levels_.back();
    if (level.value->is_object()) {
      pointer_ = pointer_to(level.pointer, key_);
      return &((*level.value)[key_] = std::move(value));
    }
    pointer_ = pointer_to(level.pointer, std::to_string(level.value->size()));
    out_.lines[pointer_] = place_.line_of_text;
    level.value->push_back(std::move(value));
    return &level.value->back();
  }
  bool add(json value) {
    place(std::move(value));
    return true;
  }
  bool open(json value) {
    if (levels_.size() == kDeepest)
      throw InputError({{file_, place_.line_of_text, "", DiagnosticCode::bad_json,
                         fmt::format("the JSON nests deeper than {} levels", kDeepest)}});
    json* opened = place(std::move(value));
    levels_.push_back({opened, pointer_});
    return true;
  }
  bool close() {
    levels_.pop_back();
    return true;
  }

  LocatedJson& out_;
  const Place& place_;
  std::string_view text_;
  const std::string& file_;
  std::vector<Level> levels_;
  std::string key_;
  std::string pointer_;
};

}  // namespace

std::string pointer_to(const std::string& pointer, const std::string& key) {
  return fmt::format("{}{}", pointer, (json::json_pointer() / key).to_string());
}

std::size_t LocatedJson::line_of(const std::string& pointer) const {
  const auto found = lines.find(pointer);
  return found == lines.end() ? 0 : found->second;
}

LocatedJson parse_located(std::string_view text, const std::string& file) {
  LocatedJson out;
  Place place;
  Builder builder(out, place, text, file);
  json::sax_parse(CountingIterator{text.data(), &place}, CountingIterator{text.data() + text.size(), &place},
                  &builder);
  return out;
}

}  // namespace domainplan
