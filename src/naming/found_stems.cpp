#include "naming/found_stems.hpp"

#include <cstdint>
#include <functional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace domainplan {
namespace {

// Of all that find_stems() looks at.
std::size_t hash_of(const NamingInput& input) {
  std::size_t hash = 0;
  const auto add = [&](std::string_view text) {
    hash = hash * 1'000'003 + std::hash<std::string_view>()(text);
  };
  for (const std::string* const text : {&input.brand, &input.website, &input.stem}) add(*text);
  for (const Persona& persona : input.personas) add(persona.first_name), add(persona.last_name);
  return hash;
}

// One of these two passes over all parts of the stems: numbers in base 128, the lowest digit first, and texts
// behind their sizes.
class Packer {
 public:
  explicit Packer(std::string& out) : out_(out) {}
  void number(std::uint32_t& number) {
    std::uint32_t left = number;
    for (; left >= 128; left /= 128) out_ += static_cast<char>(left % 128 + 128);
    out_ += static_cast<char>(left);
  }
  void text(std::string& text) { out_ += text; }

 private:
  std::string& out_;
};

class Unpacker {
 public:
  explicit Unpacker(std::string_view in) : in_(in) {}
  void number(std::uint32_t& number) {
    number = 0;
    for (unsigned shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(in_.front());
      in_.remove_prefix(1);
      number |= static_cast<std::uint32_t>(byte % 128) << shift;
      if (byte < 128) return;
    }
  }
  void text(std::string& text) {
    text = in_.substr(0, text.size());
    in_.remove_prefix(text.size());
  }

 private:
  std::string_view in_;
};

template <class Pass, class Number>
void pass_number(Pass& pass, Number& value) {
  auto number = static_cast<std::uint32_t>(value);
  pass.number(number);
  value = static_cast<Number>(number);
}
template <class Pass>
void pass_text(Pass& pass, std::string& text) {
  auto size = static_cast<std::uint32_t>(text.size());
  pass.number(size);
  text.resize(size);
  pass.text(text);
}
template <class Pass, class Item, class Each>
void pass_list(Pass& pass, std::vector<Item>& items, const Each& each) {
  auto size = static_cast<std::uint32_t>(items.size());
  pass.number(size);
  items.resize(size);
  for (Item& item : items) each(item);
}

template <class Pass>
void pass_stems(Pass& pass, Stems& stems) {
  pass_list(pass, stems.stems, [&](Stem& stem) {
    pass_text(pass, stem.text);
    pass_number(pass, stem.weight);
    pass_number(pass, stem.second);
    pass_number(pass, stem.unrelated);
    pass_number(pass, stem.source);
    pass_number(pass, stem.moved);
  });
  pass_list(pass, stems.personas, [&](PersonaName& persona) {
    for (std::string* const part : {&persona.first, &persona.last, &persona.initial}) pass_text(pass, *part);
  });
  pass_number(pass, stems.of_personas);
  pass_number(pass, stems.review.rough);
  pass_number(pass, stems.review.unreadable);
  pass_text(pass, stems.review.unrelated_label);
  pass_number(pass, stems.review.guard);
  pass_text(pass, stems.review.guarded);
}

}  // namespace

FoundStems::FoundStems(NamingRules rules, const NamingInput& input, Stems stems)
    : rules_(std::move(rules)), input_hash_(hash_of(input)) {
  Packer packer(packed_);
  pass_stems(packer, stems);
  packed_.shrink_to_fit();
}

std::optional<Stems> FoundStems::stems(const NamingRules::Data& data, const NamingInput& input) const {
  if (&rules_.data() != &data || hash_of(input) != input_hash_) return std::nullopt;
  Unpacker unpacker(packed_);
  std::optional<Stems> stems(std::in_place);
  pass_stems(unpacker, *stems);
  return stems;
}

Stems stems_for(const NamingRules::Data& data, const NamingInput& input) {
  if (input.found)
    if (std::optional<Stems> found = input.found->stems(data, input)) return *std::move(found);
  return find_stems(data, input);
}

}  // namespace domainplan
