#include "naming/draw.hpp"

#include <algorithm>
#include <numeric>

#include "domainplan/domain_name.hpp"
#include "naming/rules.hpp"

namespace domainplan {
namespace {

constexpr std::size_t kShortestLabel = 2;
constexpr std::size_t kLongestLabel = 63;  // RFC 1035 section 2.3.4

// Whether three equal letters meet where `left` and `right` join (att + team): they are hard to read.
bool stutters(std::string_view left, std::string_view right) {
  if (left.empty() || right.empty() || left.back() != right.front()) return false;
  const char c = right.front();
  return (left.size() > 1 && left[left.size() - 2] == c) || (right.size() > 1 && right[1] == c);
}

std::string_view without_hyphen(std::string_view affix) {
  if (affix.starts_with('-')) affix.remove_prefix(1);
  if (affix.ends_with('-')) affix.remove_suffix(1);
  return affix;
}

}  // namespace

RankedNames::RankedNames(const NamingRules::Data& data, const NamingInput& input)
    : data_(data),
      tlds_(input.tlds.empty() ? data.settings.tlds : weighted_tlds(input.tlds, data.settings.tlds)),
      stems_(find_stems(data, input)),
      labels_(stems_.stems.size()) {
  never_.insert(input.not_these.begin(), input.not_these.end());
  never_.emplace(registrable_root(input.website));
  add_shapes();
  for (std::size_t stem = 0; stem < stems_.stems.size(); ++stem) push_unopened(stem);
}

// A total order, so that what is drawn depends on nothing but the input.
bool RankedNames::worse(const Head& a, const Head& b) {
  if (a.score != b.score) return a.score < b.score;
  if (a.domain.size() != b.domain.size()) return a.domain.size() > b.domain.size();
  if (const int order = a.domain.compare(b.domain); order != 0) return order > 0;
  if (a.pattern != b.pattern) return a.pattern > b.pattern;
  return a.stem > b.stem;
}

void RankedNames::add_shapes() {
  const std::vector<Pattern>& patterns = *data_.patterns;
  for (std::uint32_t i = 0; i < patterns.size(); ++i) {
    if (!patterns[i].persona)
      add_shape(patterns[i], i, nullptr);
    else if (!stems_.of_personas)
      for (const PersonaName& persona : stems_.personas) add_shape(patterns[i], i, &persona);
  }
}

void RankedNames::add_shape(const Pattern& pattern, std::uint32_t index, const PersonaName* persona) {
  Shape shape{pattern.before, pattern.after, index, pattern.weight, pattern.hyphen};
  if (persona != nullptr) {
    const auto fill = [&](std::string_view placeholder, const std::string& value) {
      if (pattern.text.find(placeholder) == std::string::npos) return true;
      shape.before = filled(shape.before, placeholder, value);
      shape.after = filled(shape.after, placeholder, value);
      return !value.empty();
    };
    if (!fill("{first}", persona->first) || !fill("{last}", persona->last) ||
        !fill("{initial}", persona->initial))
      return;
  }
  shapes_.push_back(std::move(shape));
}

// Whether a stem in a shape makes a label worth having: of a fit length, with one hyphen at the most,
// readable, and no word twice in a row (labs in acmelabslabs).
bool RankedNames::fits(const Shape& shape, std::string_view stem) const {
  const std::size_t length = shape.before.size() + stem.size() + shape.after.size();
  if (length < kShortestLabel || length > kLongestLabel) return false;
  if (shape.hyphen && stem.find('-') != std::string_view::npos) return false;
  if (stutters(shape.before, stem) || stutters(stem, shape.after)) return false;
  const std::string_view before = without_hyphen(shape.before);
  const std::string_view after = without_hyphen(shape.after);
  return (before.empty() || !stem.starts_with(before)) && (after.empty() || !stem.ends_with(after));
}

int RankedNames::value_of(const Shape& shape, const Stem& stem) const {
  const auto length = static_cast<int>(shape.before.size() + stem.text.size() + shape.after.size());
  const bool hyphen = shape.hyphen || stem.text.find('-') != std::string::npos;
  return stem.weight + shape.weight - data_.settings.length.of(length) - (hyphen ? data_.settings.hyphen : 0);
}

int RankedNames::score_of(int value, std::size_t tld) const { return std::max(0, value + tlds_[tld].weight); }

void RankedNames::push_unopened(std::size_t stem) {
  int best = -1;
  for (const Shape& shape : shapes_)
    if (fits(shape, stems_.stems[stem].text))
      best = std::max(best, score_of(value_of(shape, stems_.stems[stem]), 0));
  if (best >= 0) push({best, {}, 0, static_cast<std::uint32_t>(stem), 0});
}

void RankedNames::open(std::size_t stem) {
  const Stem& base = stems_.stems[stem];
  std::vector<Label>& labels = labels_[stem];
  for (std::uint32_t i = 0; i < shapes_.size(); ++i) {
    const Shape& shape = shapes_[i];
    if (!fits(shape, base.text)) continue;
    std::string text;
    text.reserve(shape.before.size() + base.text.size() + shape.after.size());
    text.append(shape.before).append(base.text).append(shape.after);
    labels.push_back({std::move(text), value_of(shape, base), i});
  }
  built_ += labels.size();
  std::sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) {
    if (a.value != b.value) return a.value > b.value;
    if (a.text.size() != b.text.size()) return a.text.size() < b.text.size();
    if (const int order = a.text.compare(b.text); order != 0) return order < 0;
    return a.shape < b.shape;
  });
  begin_stream(stem, 0);
}

void RankedNames::begin_stream(std::size_t stem, std::size_t tld) {
  if (tld >= tlds_.size()) return;
  streams_.push_back({.stem = stem, .tld = tld});
  const std::size_t index = streams_.size() - 1;
  push_next(index);
  // Among scores of 0 a lighter TLD may come first, for its name is shorter.
  if (streams_[index].tail_from == 0) begin_stream(stem, tld + 1);
}

void RankedNames::push_next(std::size_t index) {
  Stream& stream = streams_[index];
  const Label* label = label_at(stream);
  if (label == nullptr) return;
  const std::string& tld = tlds_[stream.tld].text;
  Head head{
      score_of(label->value, stream.tld), {}, label->shape, static_cast<std::uint32_t>(stream.stem), index};
  head.domain.reserve(label->text.size() + 1 + tld.size());
  head.domain.append(label->text).append(1, '.').append(tld);
  ++built_;
  push(std::move(head));
}

// The label the stream is at. Where scores are cut off at 0 the labels' values no longer tell the order: the
// rest is sorted by what breaks ties.
const RankedNames::Label* RankedNames::label_at(Stream& stream) {
  const std::vector<Label>& labels = labels_[stream.stem];
  if (stream.at >= labels.size()) return nullptr;
  if (stream.tail_from == SIZE_MAX && score_of(labels[stream.at].value, stream.tld) == 0) {
    stream.tail_from = stream.at;
    stream.tail.resize(labels.size() - stream.at);
    std::iota(stream.tail.begin(), stream.tail.end(), static_cast<std::uint32_t>(stream.at));
    std::sort(stream.tail.begin(), stream.tail.end(), [&](std::uint32_t x, std::uint32_t y) {
      const Label& a = labels[x];
      const Label& b = labels[y];
      if (a.text.size() != b.text.size()) return a.text.size() < b.text.size();
      if (const int order = a.text.compare(b.text); order != 0) return order < 0;
      return a.shape < b.shape;
    });
  }
  const bool in_tail = stream.tail_from != SIZE_MAX;
  return &labels[in_tail ? stream.tail[stream.at - stream.tail_from] : stream.at];
}

void RankedNames::push(Head head) {
  heap_.push_back(std::move(head));
  std::push_heap(heap_.begin(), heap_.end(), worse);
}

// Never the same twice, never a public suffix ("co" under uk), and not what a filter keeps out. The label's
// letters and the TLD have been checked when the rules and stems were made.
bool RankedNames::accept(const std::string& domain, std::size_t tld, std::uint32_t shape) {
  if (without_hyphen(shapes_[shape].after) == tlds_[tld].text) return false;  // acmeteam.team
  return data_.lets_through(domain) && !is_public_suffix(domain) && never_.insert(domain).second;
}

std::optional<Candidate> RankedNames::next() {
  while (!heap_.empty()) {
    std::pop_heap(heap_.begin(), heap_.end(), worse);
    Head best = std::move(heap_.back());
    heap_.pop_back();
    if (best.domain.empty()) {
      open(best.stem);
      continue;
    }
    const Stream& stream = streams_[best.stream];
    const std::size_t tld = stream.tld;
    // The first name under a TLD is better than the first under the next, so that one need not be known
    // before.
    const bool first = stream.at == 0 && stream.tail_from != 0;
    ++streams_[best.stream].at;
    push_next(best.stream);
    if (first) begin_stream(best.stem, tld + 1);
    if (!accept(best.domain, tld, best.pattern)) continue;
    const std::string& pattern = (*data_.patterns)[shapes_[best.pattern].pattern].text;
    return Candidate{std::move(best.domain), best.score, pattern};
  }
  return std::nullopt;
}

}  // namespace domainplan
