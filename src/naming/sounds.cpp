#include "naming/sounds.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "domainplan/nearest.hpp"

namespace domainplan {
namespace {

constexpr std::size_t kShortest = 4;  // of words that are nearly the same
constexpr std::size_t kLong = 7;

// Letters that one script's spellings have for another's sound, the longer ones first.
constexpr std::array<std::pair<std::string_view, std::string_view>, 20> kAlike = {
    {{"sch", "s"}, {"ph", "f"}, {"kh", "k"}, {"gh", "g"}, {"th", "t"}, {"dh", "d"}, {"ch", "c"},
     {"sh", "s"},  {"zh", "z"}, {"ck", "k"}, {"ts", "s"}, {"dz", "z"}, {"ks", "x"}, {"q", "k"},
     {"w", "v"},   {"j", "g"},  {"z", "s"},  {"y", "i"},  {"ou", "u"}, {"oo", "u"}}};

enum class SoundOfC { hard, soft };  // of ch, and of c before e, i and y: k, or s as in French

bool is_soft_c(std::string_view text) {
  return text.starts_with("ch") || text.starts_with("ce") || text.starts_with("ci") || text.starts_with("cy");
}

// In the letters that alike sounds have in common, none twice in a row.
std::string levelled(std::string_view word, SoundOfC c = SoundOfC::hard) {
  std::string out;
  for (std::size_t at = 0; at < word.size();) {
    const auto found = std::find_if(kAlike.begin(), kAlike.end(), [&](const auto& pair) {
      return word.substr(at).starts_with(pair.first);
    });
    std::string_view next = found != kAlike.end() ? found->second : word.substr(at, 1);
    if (c == SoundOfC::soft && is_soft_c(word.substr(at))) next = "s";
    if (out.empty() || out.back() != next.front()) out += next;
    at += found != kAlike.end() ? found->first.size() : 1;
  }
  return out;
}

constexpr SoundOfC kSoundsOfC[] = {SoundOfC::hard, SoundOfC::soft};

// The kinds of the consonants of a word: by lips, by teeth, hissed, by the throat, m, n, and r with l.
std::string consonants_of(std::string_view word, SoundOfC c) {
  constexpr std::string_view kLetters = "bfpvdtsxzqgkmnlr", kKinds = "ppppttsssskkmnrr";
  std::string out;
  for (std::size_t at = 0; at < word.size(); ++at) {
    const std::string_view rest = word.substr(at);
    char kind = 0;
    if (rest.front() == 'c' || rest.front() == 'j')
      kind = c == SoundOfC::soft || (rest.front() == 'c' && !rest.starts_with("ch") && is_soft_c(rest)) ? 's'
                                                                                                        : 'k';
    else if (const std::size_t letter = kLetters.find(rest.front()); letter != std::string_view::npos)
      kind = kKinds[letter];
    if (rest.front() == 'x' && !rest.starts_with("xi") && !rest.starts_with("xu") && at > 0) out += 'k';
    // ts, sh, zh and dz are one sound, and a letter that is doubled is too.
    if (kind == 's' && !out.empty() && out.back() == 't' && at > 0 &&
        (word[at - 1] == 't' || word[at - 1] == 'd'))
      out.pop_back();
    if (kind != 0 && (out.empty() || out.back() != kind)) out += kind;
  }
  return out;
}

// How many letters two texts have in common in the same order.
std::size_t common_order(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (const char c : a) {
    std::size_t diagonal = 0;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = b[j - 1] == c ? diagonal + 1 : std::max(row[j], row[j - 1]);
      diagonal = above;
    }
  }
  return row.back();
}

bool is_vowel(char c) { return std::string_view("aeiou").find(c) != std::string_view::npos; }

bool is_same_sound(char a, char b) {
  const auto is_c_of = [](char c, char other) { return c == 'c' && (other == 'k' || other == 's'); };
  return a == b || is_c_of(a, b) || is_c_of(b, a);
}

}  // namespace

std::string sound_of(std::string_view word) {
  std::string out = levelled(word);
  std::erase_if(out, [](char c) { return is_vowel(c) || c == 'h'; });
  return out;
}

bool sounds_begin(std::string_view sound, std::string_view beginning) {
  return sound.size() >= beginning.size() &&
         std::equal(beginning.begin(), beginning.end(), sound.begin(), is_same_sound);
}

bool nearly_same(std::string_view one, std::string_view other) {
  const auto is_near = [&](SoundOfC c, std::size_t most) {
    std::string a = levelled(one, c), b = levelled(other, c);
    for (std::string* text : {&a, &b}) std::replace(text->begin(), text->end(), 'c', 'k');
    const std::size_t shorter = std::min(a.size(), b.size());
    if (shorter < kShortest) return false;
    const std::size_t allowed = std::min<std::size_t>(most, shorter >= kLong ? 2 : 1);
    return edit_distance(a, b, allowed) <= allowed;
  };
  return is_near(SoundOfC::hard, 2) || is_near(SoundOfC::soft, 1);  // Auchan, Ашан; center, центр
}

bool begins_reading_of(std::string_view one, std::string_view other) {
  const std::string a = consonants_of(one, SoundOfC::hard), b = consonants_of(other, SoundOfC::hard);
  return a.size() > 1 && b.starts_with(a) && one.substr(0, 2) == other.substr(0, 2);
}

bool is_reading_of(std::string_view one, std::string_view other) {
  return std::any_of(std::begin(kSoundsOfC), std::end(kSoundsOfC), [&](SoundOfC c) {
    const std::string a = consonants_of(one, c), b = consonants_of(other, c);
    if (a.empty() || b.empty() || a.front() != b.front()) return false;
    const std::size_t shorter = std::min(a.size(), b.size()), longer = std::max(a.size(), b.size());
    const bool begin_alike =
        one.front() == other.front() || (is_vowel(one.front()) && is_vowel(other.front()));
    if (shorter < 3) return common_order(a, b) == shorter && longer <= shorter + 1 && begin_alike;
    return 8 * common_order(a, b) >= 3 * (a.size() + b.size());
  });
}

}  // namespace domainplan
