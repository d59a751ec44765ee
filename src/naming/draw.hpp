// Draws names best first from stems, patterns and TLDs, without building all their combinations.
//
// A score is weight of stem + of pattern + of TLD - cost of length and hyphen, 0 at the least. For one stem
// and TLD the names in the order of their patterns are sorted; a heap merges these sorted streams. A stem's
// names are built when its best one could be next, and its stream for a TLD begins when the one for the TLD
// before it has given a name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "domainplan/naming.hpp"
#include "naming/pattern.hpp"
#include "naming/stems.hpp"

namespace domainplan {

class RankedNames {
 public:
  RankedNames(const NamingRules::Data& data, const NamingInput& input);

  std::optional<Candidate> next();

  // How many labels and domain names have been built so far: what the draw has cost.
  std::size_t built() const { return built_; }

 private:
  // A pattern with a persona's words filled in.
  struct Shape {
    std::string before;
    std::string after;
    std::uint32_t pattern;
    int weight;
    bool hyphen;
  };
  struct Label {
    std::string text;
    int value;  // the score without the TLD's weight; may be below 0
    std::uint32_t shape;
  };
  struct Stream {
    std::size_t stem = 0;
    std::size_t tld = 0;
    std::size_t at = 0;                // how many have been taken
    std::size_t tail_from = SIZE_MAX;  // from here on the score is 0, and `tail` is the order
    std::vector<std::uint32_t> tail = {};
  };
  struct Head {
    int score;
    std::string domain;  // empty: a stem not yet opened, with a bound of its scores
    std::uint32_t pattern;
    std::uint32_t stem;
    std::size_t stream;
  };
  static bool worse(const Head& a, const Head& b);

  void add_shapes();
  void add_shape(const Pattern& pattern, std::uint32_t index, const PersonaName* persona);
  bool fits(const Shape& shape, std::string_view stem) const;
  int value_of(const Shape& shape, const Stem& stem) const;
  int score_of(int value, std::size_t tld) const;
  void push_unopened(std::size_t stem);
  void open(std::size_t stem);
  void begin_stream(std::size_t stem, std::size_t tld);
  void push_next(std::size_t stream);
  const Label* label_at(Stream& stream);
  void push(Head head);
  bool accept(const std::string& domain, std::size_t tld, std::uint32_t shape);

  const NamingRules::Data& data_;
  std::vector<Weighted> tlds_;
  Stems stems_;
  std::vector<Shape> shapes_;
  std::vector<std::vector<Label>> labels_;  // of each stem, best first; empty until it is opened
  std::vector<Stream> streams_;
  std::vector<Head> heap_;
  std::unordered_set<std::string> never_;  // domains given before, or not to be given
  std::size_t built_ = 0;
};

}  // namespace domainplan
