// Draws names best first from stems, patterns and TLDs, without building all their combinations.
//
// A score is weight of stem + of pattern + of TLD - cost of length, hyphen and a misleading join, 0 at the
// least. For one stem and TLD the names in the order of their patterns are sorted; a heap merges these sorted
// streams. A stem's names are built when its best one could be next, and its stream for a TLD after the
// second begins when the one for the TLD before it has given a name.
//
// What people want of the first names is made part of the weights: when the first name is drawn, the other
// stems' weights are set so that the second stem begins at rank 5 and an unrelated label of the website
// behind it. From rank 13 on every fifth name is the best under another TLD than the first; it gets the score
// of the name before it, so that the order by score stays the order of the ranks.
#pragma once

#include <climits>
#include <cstdint>
#include <deque>
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
  RankedNames(const RankedNames&) = delete;
  RankedNames& operator=(const RankedNames&) = delete;

  std::optional<Candidate> next();
  // How the name that next() gave last was made. There must be one.
  NameOrigin origin() const;

  // What a person should know of these names.
  const NameReview& review() const { return stems_.review; }

  // How many labels and domain names have been built so far: what the draw has cost.
  std::size_t built() const { return built_; }

 private:
  // A pattern with a persona's words filled in. There are hundreds for each customer, so what needs no
  // filling in is a view of the pattern.
  struct Shape {
    std::string_view before;
    std::string_view after;
    std::uint32_t pattern;
    int weight;
    bool hyphen;
    std::uint16_t joins;  // where JoinWords stands after `before`
  };
  // What is known of a stem that all its shapes need.
  struct StemMarks {
    std::vector<std::uint8_t> misread = {};  // by pattern
    std::uint16_t joins = 0;                 // where JoinWords stands after the stem
    std::vector<std::uint8_t> fits = {};     // by shape; empty until match_shapes(), and from open() on
    std::optional<int> best = {};            // the greatest value of the stem's labels but for its weight
  };
  struct Label {
    std::uint32_t at;      // where its text begins in Labels::text
    std::uint32_t length;  // of its text
    int value;             // the score without the TLD's weight; may be below 0
    std::uint32_t shape;
  };
  // The labels of a stem. Their text is one string, as a string for each takes twice the memory.
  struct Labels {
    std::string text;
    std::vector<Label> list;  // best first

    std::string_view text_of(const Label& label) const {
      return std::string_view(text).substr(label.at, label.length);
    }
    bool is_shorter(const Label& a, const Label& b) const;  // or comes first among texts as long
    void sort();
    void shrink();
  };
  static constexpr std::size_t kNoStream = SIZE_MAX;
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
  bool fits(const Shape& shape, std::size_t stem) const;
  bool is_rude(const Shape& shape, std::size_t stem) const;
  int value_of(const Shape& shape, std::size_t stem) const;
  std::vector<ScorePart> parts_of(const Shape& shape, std::size_t stem) const;
  void arrange();
  void match_shapes(std::size_t stem);
  std::optional<int> best_value(std::size_t stem);
  void drop_second_sides(std::vector<Label>& labels) const;
  void put_bare_behind(Labels& labels) const;
  int score_of(int value, std::size_t tld) const;
  void open(std::size_t stem);
  void begin_stream(std::size_t stem, std::size_t tld);
  void push_next(std::size_t stream);
  const Label* label_at(Stream& stream);
  void push(Head head);
  std::optional<Head> pop();
  bool is_turn_of_later_tld() const;
  void open_before_turn();
  void advance(const Head& head);
  bool accept(const std::string& domain, std::size_t tld, std::uint32_t shape);

  const NamingRules::Data& data_;
  std::vector<Weighted> tlds_;
  Stems stems_;
  bool has_website_;
  std::deque<std::string> filled_;  // what shapes with a persona's words are views of
  std::vector<Shape> shapes_;
  std::vector<Labels> labels_;  // of each stem; empty until it is opened
  std::vector<Stream> streams_;
  std::vector<StemMarks> marks_;
  std::vector<Head> heap_;   // under the first TLD
  std::vector<Head> later_;  // under the others
  std::vector<Head> held_;   // of other stems than the first, until that has given its first names
  bool arranged_ = false;
  bool first_stem_alone_ = true;
  std::size_t given_ = 0;  // names so far, and the score of the last
  int last_score_ = INT_MAX;
  // The name given last.
  struct Given {
    std::size_t stem = 0, tld = 0;
    std::uint32_t shape = 0;
  };
  Given last_;
  std::unordered_set<std::string> never_;  // domains given before, or not to be given
  std::size_t built_ = 0;
};

}  // namespace domainplan
