#include "naming/draw.hpp"

#include <algorithm>
#include <climits>
#include <numeric>
#include <utility>

#include "domainplan/domain_name.hpp"
#include "naming/rules.hpp"

namespace domainplan {
namespace {

constexpr std::size_t kShortestLabel = 2;
constexpr std::size_t kLongestLabel = 63;  // RFC 1035 section 2.3.4

constexpr std::size_t kUsualAffix = 8;  // letters

constexpr std::size_t kFirstStemAlone = 4;   // names of the first stem before any of another
constexpr std::size_t kBeforeUnrelated = 6;  // and before one of the website's unrelated label
constexpr std::size_t kFirstTldAlone = 12;   // names before one under a later TLD
constexpr std::size_t kLaterTldEvery = 5;    // then one of so many is

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

// Whether a rude word arises where the words of `text`, a pattern's part, meet with the persona's in it.
bool joins_rudely(const JoinWords& rude, std::string_view text, const PersonaName& persona) {
  std::uint16_t state = 0;
  while (!text.empty()) {
    std::size_t end = text.front() == '{' ? text.find('}') + 1 : text.find('{');
    end = std::min(end, text.size());
    std::string_view piece = text.substr(0, end);
    if (piece == "{first}") piece = persona.first;
    if (piece == "{last}") piece = persona.last;
    if (piece == "{initial}") piece = persona.initial;
    if (rude.reach_over(state, piece)) return true;
    state = rude.after(piece, state);
    text.remove_prefix(end);
  }
  return false;
}

}  // namespace

RankedNames::RankedNames(const NamingRules::Data& data, const NamingInput& input)
    : data_(data),
      tlds_(input.tlds.empty() ? data.settings.tlds : weighted_tlds(input.tlds, data.settings.tlds)),
      stems_(stems_for(data, input)),
      has_website_(!input.website.empty()),
      labels_(stems_.stems.size()) {
  never_.insert(input.not_these.begin(), input.not_these.end());
  never_.emplace(registrable_domain(input.website));
  for (const Stem& stem : stems_.stems)
    marks_.push_back({data.misreads->of(stem.text), data.words->misleading.after(stem.text)});
  add_shapes();
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
  const auto with_persona = static_cast<std::size_t>(
      std::count_if(patterns.begin(), patterns.end(), [](const Pattern& one) { return one.persona; }));
  const std::size_t personas = stems_.of_personas ? 0 : stems_.personas.size();
  shapes_.reserve(patterns.size() - with_persona + with_persona * personas);
  for (std::uint32_t i = 0; i < patterns.size(); ++i) {
    if (!patterns[i].persona)
      add_shape(patterns[i], i, nullptr);
    else if (!stems_.of_personas)
      for (const PersonaName& persona : stems_.personas) add_shape(patterns[i], i, &persona);
  }
}

void RankedNames::add_shape(const Pattern& pattern, std::uint32_t index, const PersonaName* persona) {
  Shape shape{pattern.before, pattern.after, index, pattern.weight, pattern.hyphen, 0};
  if (persona != nullptr) {
    const auto fill = [&](std::string_view placeholder, const std::string& value) {
      for (std::string_view* part : {&shape.before, &shape.after})
        if (part->find(placeholder) != std::string_view::npos)
          *part = filled_.emplace_back(filled(*part, placeholder, value));
      return !value.empty() || pattern.text.find(placeholder) == std::string::npos;
    };
    if (!fill("{first}", persona->first) || !fill("{last}", persona->last) ||
        !fill("{initial}", persona->initial))
      return;
    if (joins_rudely(data_.words->misleading, pattern.before, *persona) ||
        joins_rudely(data_.words->misleading, pattern.after, *persona))
      return;
  }
  shape.joins = data_.words->misleading.after(shape.before);
  shapes_.push_back(std::move(shape));
}

// Whether a stem in a shape makes a label worth having: of a fit length, with one hyphen at the most,
// readable, no word twice in a row (labs in acmelabslabs), and nothing rude where the parts meet.
bool RankedNames::fits(const Shape& shape, std::size_t index) const {
  const std::string_view stem = stems_.stems[index].text;
  const std::size_t length = shape.before.size() + stem.size() + shape.after.size();
  if (length < kShortestLabel || length > kLongestLabel) return false;
  if (shape.hyphen && stem.find('-') != std::string_view::npos) return false;
  if (stutters(shape.before, stem) || stutters(stem, shape.after)) return false;
  const std::string_view before = without_hyphen(shape.before);
  const std::string_view after = without_hyphen(shape.after);
  if ((!before.empty() && stem.starts_with(before)) || (!after.empty() && stem.ends_with(after)))
    return false;
  return !is_rude(shape, index);
}

bool RankedNames::is_rude(const Shape& shape, std::size_t index) const {
  const JoinWords& rude = data_.words->misleading;
  const std::string_view stem = stems_.stems[index].text;
  if (!shape.before.empty() && rude.reach_over(shape.joins, stem)) return true;
  if (shape.after.empty()) return false;
  return rude.reach_over(shape.before.empty() ? marks_[index].joins : rude.after(stem, shape.joins),
                         shape.after);
}

// What the score of a name of this stem and shape is made of, its TLD aside.
std::vector<ScorePart> RankedNames::parts_of(const Shape& shape, std::size_t index) const {
  const Stem& stem = stems_.stems[index];
  const Settings& settings = data_.settings;
  const auto length = static_cast<int>(shape.before.size() + stem.text.size() + shape.after.size());
  std::vector<ScorePart> parts = {{ScorePart::Kind::stem, stem.weight - stem.moved},
                                  {ScorePart::Kind::place, stem.moved},
                                  {ScorePart::Kind::pattern, shape.weight},
                                  {ScorePart::Kind::length, -settings.length.of(length)}};
  if (shape.hyphen || stem.text.find('-') != std::string::npos)
    parts.push_back({ScorePart::Kind::hyphen, -settings.hyphen});
  if (marks_[index].misread[shape.pattern] != 0)
    parts.push_back({ScorePart::Kind::misread, -settings.misread});
  if (has_website_ && shape.before.empty() && shape.after.empty())
    parts.push_back({ScorePart::Kind::bare, -settings.bare});
  return parts;
}

int RankedNames::value_of(const Shape& shape, std::size_t index) const {
  const Stem& stem = stems_.stems[index];
  const Settings& settings = data_.settings;
  const auto length = static_cast<int>(shape.before.size() + stem.text.size() + shape.after.size());
  int value = stem.weight + shape.weight - settings.length.of(length);
  if (shape.hyphen || stem.text.find('-') != std::string::npos) value -= settings.hyphen;
  if (marks_[index].misread[shape.pattern] != 0) value -= settings.misread;
  if (has_website_ && shape.before.empty() && shape.after.empty()) value -= settings.bare;
  return value;
}

// Finds out, once, which shapes fit the stem.
void RankedNames::match_shapes(std::size_t stem) {
  StemMarks& marks = marks_[stem];
  if (!marks.fits.empty()) return;
  marks.fits.resize(shapes_.size());
  const int weight = stems_.stems[stem].weight;
  for (std::size_t i = 0; i < shapes_.size(); ++i) {
    if (!fits(shapes_[i], stem)) continue;
    marks.fits[i] = 1;
    marks.best = std::max(marks.best.value_or(INT_MIN), value_of(shapes_[i], stem) - weight);
  }
}

// The greatest value of the stem's labels; nothing where it has none.
std::optional<int> RankedNames::best_value(std::size_t stem) {
  match_shapes(stem);
  const std::optional<int>& best = marks_[stem].best;
  return best ? std::optional(*best + stems_.stems[stem].weight) : std::nullopt;
}

// Gives the other stems their place behind the first names of the first.
void RankedNames::arrange() {
  arranged_ = true;
  if (stems_.stems.empty()) return;
  open(0);
  const std::vector<Label>& first = labels_[0].list;
  const auto behind = [&](std::size_t names) { return first[std::min(names, first.size()) - 1].value - 1; };
  bool second_is_free = true;
  for (std::size_t index = 1; index < stems_.stems.size(); ++index) {
    Stem& stem = stems_.stems[index];
    const std::optional<int> own = best_value(index);
    if (!own) continue;
    int best = *own;
    if (!first.empty()) {
      if (stem.unrelated)
        best = second_is_free ? behind(kBeforeUnrelated) : behind(kBeforeUnrelated - 1) - 1;
      else if (stem.second && std::exchange(second_is_free, false))
        best = behind(kFirstStemAlone);
      else
        best = std::min(best, behind(kBeforeUnrelated));
    }
    stem.moved = best - *own;
    stem.weight += stem.moved;
    push({score_of(best, 0), {}, 0, static_cast<std::uint32_t>(index), kNoStream});
  }
}

int RankedNames::score_of(int value, std::size_t tld) const { return std::max(0, value + tlds_[tld].weight); }

void RankedNames::open(std::size_t stem) {
  const std::string& base = stems_.stems[stem].text;
  Labels& labels = labels_[stem];
  match_shapes(stem);
  const std::vector<std::uint8_t> matched = std::exchange(marks_[stem].fits, {});
  const auto fitting = static_cast<std::size_t>(std::count(matched.begin(), matched.end(), 1));
  labels.list.reserve(fitting);
  labels.text.reserve(fitting * (base.size() + kUsualAffix));
  for (std::uint32_t i = 0; i < shapes_.size(); ++i) {
    if (matched[i] == 0) continue;
    const Shape& shape = shapes_[i];
    const std::size_t at = labels.text.size();
    labels.text.append(shape.before).append(base).append(shape.after);
    labels.list.push_back({static_cast<std::uint32_t>(at),
                           static_cast<std::uint32_t>(labels.text.size() - at), value_of(shape, stem), i});
  }
  built_ += labels.list.size();
  labels.sort();
  if (stem == 0 && has_website_) put_bare_behind(labels);
  drop_second_sides(labels.list);
  labels.shrink();
  // The best under the second TLD must be known when its turn comes.
  const std::size_t first = streams_.size();
  begin_stream(stem, 0);
  if (streams_[first].tail_from != 0) begin_stream(stem, 1);
}

bool RankedNames::Labels::is_shorter(const Label& a, const Label& b) const {
  if (a.length != b.length) return a.length < b.length;
  if (const int order = text_of(a).compare(text_of(b)); order != 0) return order < 0;
  return a.shape < b.shape;
}

void RankedNames::Labels::sort() {
  std::sort(list.begin(), list.end(), [this](const Label& a, const Label& b) {
    return a.value != b.value ? a.value > b.value : is_shorter(a, b);
  });
}

// Keeps the memory that the labels left in the list need.
void RankedNames::Labels::shrink() {
  std::size_t length = 0;
  for (const Label& label : list) length += label.length;
  std::string kept;
  kept.reserve(length);
  for (Label& label : list) {
    const std::size_t at = kept.size();
    kept.append(text_of(label));
    label.at = static_cast<std::uint32_t>(at);
  }
  text = std::move(kept);
  list.shrink_to_fit();
}

// The website's own label under another TLD is not what a customer wants to see first.
void RankedNames::put_bare_behind(Labels& labels) const {
  std::vector<Label>& list = labels.list;
  if (list.size() < 2) return;
  const Shape& best = shapes_[list.front().shape];
  if (!best.before.empty() || !best.after.empty()) return;
  list.front().value = std::min(list.front().value, list[1].value - 1);
  labels.sort();
}

// Of teamacme and acmeteam the better one is enough.
void RankedNames::drop_second_sides(std::vector<Label>& labels) const {
  enum : std::uint8_t { unseen, before, after };
  std::vector<std::uint8_t> sides(data_.patterns->size(), unseen);  // by affix
  std::erase_if(labels, [&](const Label& label) {
    const Pattern& pattern = (*data_.patterns)[shapes_[label.shape].pattern];
    if (pattern.affix.empty()) return false;
    const std::uint8_t side = pattern.is_prefix ? before : after;
    std::uint8_t& seen = sides[pattern.affix_number];
    if (seen == unseen) seen = side;
    return seen != side;
  });
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
  head.domain.reserve(label->length + 1 + tld.size());
  head.domain.append(labels_[stream.stem].text_of(*label)).append(1, '.').append(tld);
  ++built_;
  push(std::move(head));
}

// The label the stream is at. Where scores are cut off at 0 the labels' values no longer give the order: the
// rest is sorted by what breaks ties.
const RankedNames::Label* RankedNames::label_at(Stream& stream) {
  const Labels& labels = labels_[stream.stem];
  const std::vector<Label>& list = labels.list;
  if (stream.at >= list.size()) return nullptr;
  if (stream.tail_from == SIZE_MAX && score_of(list[stream.at].value, stream.tld) == 0) {
    stream.tail_from = stream.at;
    stream.tail.resize(list.size() - stream.at);
    std::iota(stream.tail.begin(), stream.tail.end(), static_cast<std::uint32_t>(stream.at));
    std::sort(stream.tail.begin(), stream.tail.end(),
              [&](std::uint32_t x, std::uint32_t y) { return labels.is_shorter(list[x], list[y]); });
  }
  const bool in_tail = stream.tail_from != SIZE_MAX;
  return &list[in_tail ? stream.tail[stream.at - stream.tail_from] : stream.at];
}

void RankedNames::push(Head head) {
  const bool later = head.stream != kNoStream && streams_[head.stream].tld > 0;
  std::vector<Head>& heap = later ? later_ : heap_;
  heap.push_back(std::move(head));
  std::push_heap(heap.begin(), heap.end(), worse);
}

bool RankedNames::is_turn_of_later_tld() const {
  return given_ >= kFirstTldAlone && (given_ - kFirstTldAlone) % kLaterTldEvery == kLaterTldEvery - 1;
}

// A stem that is the next to be opened may have the best name under a later TLD too.
void RankedNames::open_before_turn() {
  while (is_turn_of_later_tld() && !later_.empty() && !heap_.empty() && heap_.front().domain.empty()) {
    const std::uint32_t stem = heap_.front().stem;
    if (score_of(best_value(stem).value_or(0), 1) < later_.front().score) return;
    std::pop_heap(heap_.begin(), heap_.end(), worse);
    heap_.pop_back();
    open(stem);
  }
}

// The next name to look at: the best of all, or the best under a later TLD where it is its turn.
std::optional<RankedNames::Head> RankedNames::pop() {
  const bool from_later =
      !later_.empty() && (is_turn_of_later_tld() || heap_.empty() || worse(heap_.front(), later_.front()));
  std::vector<Head>& heap = from_later ? later_ : heap_;
  if (heap.empty()) return std::nullopt;
  std::pop_heap(heap.begin(), heap.end(), worse);
  Head best = std::move(heap.back());
  heap.pop_back();
  return best;
}

// Puts the stream's next name in the heap, and begins the next TLD's where this one gives its first.
void RankedNames::advance(const Head& head) {
  const Stream& stream = streams_[head.stream];
  const std::size_t tld = stream.tld;
  const bool first = tld > 0 && stream.at == 0 && stream.tail_from != 0;
  ++streams_[head.stream].at;
  push_next(head.stream);
  if (first) begin_stream(head.stem, tld + 1);
}

// Never the same twice, never a public suffix ("co" under uk), and not what a filter keeps out. The label's
// letters and the TLD have been checked when the rules and stems were made.
bool RankedNames::accept(const std::string& domain, std::size_t tld, std::uint32_t shape) {
  if (without_hyphen(shapes_[shape].after) == tlds_[tld].text) return false;  // acmeteam.team
  return data_.matches(domain) && !is_public_suffix(domain) && never_.insert(domain).second;
}

std::optional<Candidate> RankedNames::next() {
  if (!arranged_) arrange();
  while (true) {
    if (first_stem_alone_ && (given_ == kFirstStemAlone || (heap_.empty() && later_.empty()))) {
      first_stem_alone_ = false;
      for (; !held_.empty(); held_.pop_back()) push(std::move(held_.back()));
    }
    open_before_turn();
    std::optional<Head> best = pop();
    if (!best) return std::nullopt;
    if (best->domain.empty()) {
      open(best->stem);
      continue;
    }
    // Names are left out by a filter or as the customer's own, and so the weights alone do not keep the first
    // ranks for the first stem.
    if (best->stem != 0 && first_stem_alone_) {
      held_.push_back(std::move(*best));
      continue;
    }
    const std::size_t tld = streams_[best->stream].tld;
    advance(*best);
    if (!accept(best->domain, tld, best->pattern)) continue;
    // A name whose turn has come keeps the score of the one before it: its own is lower than those after it.
    if (tld == 0 || !is_turn_of_later_tld()) last_score_ = std::min(last_score_, best->score);
    ++given_;
    last_ = {best->stem, tld, best->pattern};
    const std::string& pattern = (*data_.patterns)[shapes_[best->pattern].pattern].text;
    return Candidate{std::move(best->domain), last_score_, pattern};
  }
}

NameOrigin RankedNames::origin() const {
  const Shape& shape = shapes_[last_.shape];
  const Stem& stem = stems_.stems[last_.stem];
  const std::vector<Label>& labels = labels_[last_.stem].list;
  const auto label =
      std::find_if(labels.begin(), labels.end(), [&](const Label& one) { return one.shape == last_.shape; });
  NameOrigin origin{stem.text, stem.source, (*data_.patterns)[shape.pattern].text, tlds_[last_.tld].text,
                    parts_of(shape, last_.stem)};
  const auto add = [&](ScorePart::Kind kind, int points) { origin.parts.push_back({kind, points}); };
  add(ScorePart::Kind::tld, tlds_[last_.tld].weight);
  // What the website's own label lost to come behind the next one.
  add(ScorePart::Kind::place, label->value - value_of(shape, last_.stem));
  const int sum = label->value + tlds_[last_.tld].weight, own = score_of(label->value, last_.tld);
  add(ScorePart::Kind::floor, own - sum);
  add(ScorePart::Kind::turn, last_score_ - own);
  std::erase_if(origin.parts, [](const ScorePart& part) { return part.points == 0; });
  return origin;
}

}  // namespace domainplan
