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

// Reports what is not JSON.
class Handler : public nlohmann::json_sax<json> {
 public:
  Handler(const Place& place, std::string_view text, const std::string& file)
      : place_(place), text_(text), file_(file) {}

  bool parse_error(std::size_t position, const std::string&, const json::exception& error) override {
    const JsonStop stop = json_stop(text_, position, error.what());
    throw InputError({{file_, stop.line, "", DiagnosticCode::bad_json, stop.message}});
  }

 protected:
  void check_depth(std::size_t levels) const {
    if (levels == kDeepest)
      throw InputError({{file_, place_.line_of_text, "", DiagnosticCode::bad_json,
                         fmt::format("the JSON nests deeper than {} levels", kDeepest)}});
  }

  const Place& place_;
  std::string_view text_;
  const std::string& file_;
};

class Builder : public Handler {
 public:
  Builder(LocatedJson& out, const Place& place, std::string_view text, const std::string& file)
      : Handler(place, text, file), out_(out) {}

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
    check_depth(levels_.size());
    json* opened = place(std::move(value));
    levels_.push_back({opened, pointer_});
    return true;
  }
  bool close() {
    levels_.pop_back();
    return true;
  }

  LocatedJson& out_;
  std::vector<Level> levels_;
  std::string key_;
  std::string pointer_;
};

// Finds the line of one value, or of none, and ends there.
class Finder : public Handler {
 public:
  Finder(const Place& place, std::string_view text, const std::string& file, const std::string* pointer)
      : Handler(place, text, file), seeks_(pointer != nullptr) {
    if (!pointer) return;
    for (json::json_pointer left(*pointer); !left.empty(); left.pop_back()) tokens_.push_back(left.back());
    std::reverse(tokens_.begin(), tokens_.end());
  }
  std::size_t line() const { return line_; }

  bool null() override { return scalar(); }
  bool boolean(bool) override { return scalar(); }
  bool number_integer(number_integer_t) override { return scalar(); }
  bool number_unsigned(number_unsigned_t) override { return scalar(); }
  bool number_float(number_float_t, const string_t&) override { return scalar(); }
  bool string(string_t&) override { return scalar(); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(true); }
  bool start_array(std::size_t) override { return open(false); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    member_leads_there_ = levels_.back().leads_there && tokens_[levels_.size() - 1] == name;
    line_of_key_ = place_.line_of_text;
    return true;
  }

 private:
  struct Level {
    bool is_object, leads_there;  // the value that is sought is within it
    std::size_t index = 0;        // of a list's next element
  };

  // Whether the value that begins is the one, or the one is within it.
  bool begin() {
    bool leads_there = seeks_;
    std::size_t line = place_.line_of_text;
    if (!levels_.empty()) {
      Level& level = levels_.back();
      leads_there = level.is_object
                        ? member_leads_there_
                        : level.leads_there && tokens_[levels_.size() - 1] == std::to_string(level.index++);
      if (level.is_object) line = line_of_key_;
    }
    if (leads_there) line_ = line;
    found_ = leads_there && levels_.size() == tokens_.size();
    return leads_there;
  }
  bool scalar() {
    begin();
    return !found_;
  }
  bool open(bool is_object) {
    check_depth(levels_.size());
    const bool leads_there = begin();
    levels_.push_back({is_object, leads_there});
    return !found_;
  }
  bool close() {
    levels_.pop_back();
    return true;
  }

  bool seeks_;
  std::vector<std::string> tokens_;
  std::vector<Level> levels_;
  bool member_leads_there_ = false;
  bool found_ = false;
  std::size_t line_of_key_ = 1;
  std::size_t line_ = 1;
};

void read_with(Handler& handler, Place& place, std::string_view text) {
  json::sax_parse(CountingIterator{text.data(), &place}, CountingIterator{text.data() + text.size(), &place},
                  &handler);
}

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
  read_with(builder, place, text);
  return out;
}

std::size_t line_of_value(std::string_view text, const std::string& file, const std::string& pointer) {
  Place place;
  Finder finder(place, text, file, &pointer);
  read_with(finder, place, text);
  return finder.line();
}

void demand_json(std::string_view text, const std::string& file) {
  Place place;
  Finder finder(place, text, file, nullptr);
  read_with(finder, place, text);
}

JsonStop json_stop(std::string_view text, std::size_t byte, std::string_view words) {
  // The last character read is the offending one; a line break there ends the line it stands on.
  const std::size_t at = std::min(byte == 0 ? 0 : byte - 1, text.size());
  const std::string_view before = text.substr(0, at);
  const auto line = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  // The parser's words without its own prefix, behind our own position.
  if (const std::size_t prefix = words.find("column "); prefix != std::string_view::npos)
    if (const std::size_t colon = words.find(": ", prefix); colon != std::string_view::npos)
      words.remove_prefix(colon + 2);
  constexpr std::size_t kMostWords = 200;  // they may repeat a whole string of the file
  const bool cut = words.size() > kMostWords;
  return {line, fmt::format("at character {} of the line the file stops being JSON: {}{}",
                            at - line_start + 1, as_utf8(words.substr(0, kMostWords)), cut ? "…" : "")};
}

}  // namespace domainplan
