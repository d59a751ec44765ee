#include "intake/html_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/text.hpp"
#include "intake/damage.hpp"

namespace domainplan {
namespace {

constexpr int kMostRounds = 4;  // "&amp;amp;" and the like
constexpr std::size_t kLongestTag = 512;

// The entities of HTML 4.01, and apos, by name.
constexpr std::array<std::pair<std::string_view, std::uint16_t>, 253> kEntities = {{
    {"AElig", 198},    {"Aacute", 193},  {"Acirc", 194},   {"Agrave", 192},  {"Alpha", 913},
    {"Aring", 197},    {"Atilde", 195},  {"Auml", 196},    {"Beta", 914},    {"Ccedil", 199},
    {"Chi", 935},      {"Dagger", 8225}, {"Delta", 916},   {"ETH", 208},     {"Eacute", 201},
    {"Ecirc", 202},    {"Egrave", 200},  {"Epsilon", 917}, {"Eta", 919},     {"Euml", 203},
    {"Gamma", 915},    {"Iacute", 205},  {"Icirc", 206},   {"Igrave", 204},  {"Iota", 921},
    {"Iuml", 207},     {"Kappa", 922},   {"Lambda", 923},  {"Mu", 924},      {"Ntilde", 209},
    {"Nu", 925},       {"OElig", 338},   {"Oacute", 211},  {"Ocirc", 212},   {"Ograve", 210},
    {"Omega", 937},    {"Omicron", 927}, {"Oslash", 216},  {"Otilde", 213},  {"Ouml", 214},
    {"Phi", 934},      {"Pi", 928},      {"Prime", 8243},  {"Psi", 936},     {"Rho", 929},
    {"Scaron", 352},   {"Sigma", 931},   {"THORN", 222},   {"Tau", 932},     {"Theta", 920},
    {"Uacute", 218},   {"Ucirc", 219},   {"Ugrave", 217},  {"Upsilon", 933}, {"Uuml", 220},
    {"Xi", 926},       {"Yacute", 221},  {"Yuml", 376},    {"Zeta", 918},    {"aacute", 225},
    {"acirc", 226},    {"acute", 180},   {"aelig", 230},   {"agrave", 224},  {"alefsym", 8501},
    {"alpha", 945},    {"amp", 38},      {"and", 8743},    {"ang", 8736},    {"apos", 39},
    {"aring", 229},    {"asymp", 8776},  {"atilde", 227},  {"auml", 228},    {"bdquo", 8222},
    {"beta", 946},     {"brvbar", 166},  {"bull", 8226},   {"cap", 8745},    {"ccedil", 231},
    {"cedil", 184},    {"cent", 162},    {"chi", 967},     {"circ", 710},    {"clubs", 9827},
    {"cong", 8773},    {"copy", 169},    {"crarr", 8629},  {"cup", 8746},    {"curren", 164},
    {"dArr", 8659},    {"dagger", 8224}, {"darr", 8595},   {"deg", 176},     {"delta", 948},
    {"diams", 9830},   {"divide", 247},  {"eacute", 233},  {"ecirc", 234},   {"egrave", 232},
    {"empty", 8709},   {"emsp", 8195},   {"ensp", 8194},   {"epsilon", 949}, {"equiv", 8801},
    {"eta", 951},      {"eth", 240},     {"euml", 235},    {"euro", 8364},   {"exist", 8707},
    {"fnof", 402},     {"forall", 8704}, {"frac12", 189},  {"frac14", 188},  {"frac34", 190},
    {"frasl", 8260},   {"gamma", 947},   {"ge", 8805},     {"gt", 62},       {"hArr", 8660},
    {"harr", 8596},    {"hearts", 9829}, {"hellip", 8230}, {"iacute", 237},  {"icirc", 238},
    {"iexcl", 161},    {"igrave", 236},  {"image", 8465},  {"infin", 8734},  {"int", 8747},
    {"iota", 953},     {"iquest", 191},  {"isin", 8712},   {"iuml", 239},    {"kappa", 954},
    {"lArr", 8656},    {"lambda", 955},  {"lang", 9001},   {"laquo", 171},   {"larr", 8592},
    {"lceil", 8968},   {"ldquo", 8220},  {"le", 8804},     {"lfloor", 8970}, {"lowast", 8727},
    {"loz", 9674},     {"lrm", 8206},    {"lsaquo", 8249}, {"lsquo", 8216},  {"lt", 60},
    {"macr", 175},     {"mdash", 8212},  {"micro", 181},   {"middot", 183},  {"minus", 8722},
    {"mu", 956},       {"nabla", 8711},  {"nbsp", 160},    {"ndash", 8211},  {"ne", 8800},
    {"ni", 8715},      {"not", 172},     {"notin", 8713},  {"nsub", 8836},   {"ntilde", 241},
    {"nu", 957},       {"oacute", 243},  {"ocirc", 244},   {"oelig", 339},   {"ograve", 242},
    {"oline", 8254},   {"omega", 969},   {"omicron", 959}, {"oplus", 8853},  {"or", 8744},
    {"ordf", 170},     {"ordm", 186},    {"oslash", 248},  {"otilde", 245},  {"otimes", 8855},
    {"ouml", 246},     {"para", 182},    {"part", 8706},   {"permil", 8240}, {"perp", 8869},
    {"phi", 966},      {"pi", 960},      {"piv", 982},     {"plusmn", 177},  {"pound", 163},
    {"prime", 8242},   {"prod", 8719},   {"prop", 8733},   {"psi", 968},     {"quot", 34},
    {"rArr", 8658},    {"radic", 8730},  {"rang", 9002},   {"raquo", 187},   {"rarr", 8594},
    {"rceil", 8969},   {"rdquo", 8221},  {"real", 8476},   {"reg", 174},     {"rfloor", 8971},
    {"rho", 961},      {"rlm", 8207},    {"rsaquo", 8250}, {"rsquo", 8217},  {"sbquo", 8218},
    {"scaron", 353},   {"sdot", 8901},   {"sect", 167},    {"shy", 173},     {"sigma", 963},
    {"sigmaf", 962},   {"sim", 8764},    {"spades", 9824}, {"sub", 8834},    {"sube", 8838},
    {"sum", 8721},     {"sup", 8835},    {"sup1", 185},    {"sup2", 178},    {"sup3", 179},
    {"supe", 8839},    {"szlig", 223},   {"tau", 964},     {"there4", 8756}, {"theta", 952},
    {"thetasym", 977}, {"thinsp", 8201}, {"thorn", 254},   {"tilde", 732},   {"times", 215},
    {"trade", 8482},   {"uArr", 8657},   {"uacute", 250},  {"uarr", 8593},   {"ucirc", 251},
    {"ugrave", 249},   {"uml", 168},     {"upsih", 978},   {"upsilon", 965}, {"uuml", 252},
    {"weierp", 8472},  {"xi", 958},      {"yacute", 253},  {"yen", 165},     {"yuml", 255},
    {"zeta", 950},     {"zwj", 8205},    {"zwnj", 8204},
}};

// Elements that may stand in a name or beside it. Another word in angle brackets is the name's own.
constexpr std::array<std::string_view, 43> kElements = {
    "a",     "abbr", "b",    "big",   "body", "br",    "cite", "code",   "div",   "em",   "font",
    "h1",    "h2",   "h3",   "h4",    "h5",   "h6",    "head", "html",   "i",     "img",  "ins",
    "label", "li",   "mark", "meta",  "ol",   "p",     "s",    "script", "small", "span", "strong",
    "style", "sub",  "sup",  "table", "td",   "title", "tr",   "u",      "ul",    "wbr"};
// Those of them that do not part two words.
constexpr std::array<std::string_view, 20> kInline = {
    "a",    "abbr", "b",     "big",  "cite",   "code", "em",  "font", "i",   "ins",
    "mark", "s",    "small", "span", "strong", "sub",  "sup", "u",    "wbr", "label"};

template <std::size_t Size>
bool contains(const std::array<std::string_view, Size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// The character of "amp", "#38" or "#x26"; 0 where it is not one.
char32_t entity(std::string_view name) {
  if (name.starts_with('#')) {
    name.remove_prefix(1);
    const bool hex = name.starts_with('x') || name.starts_with('X');
    if (hex) name.remove_prefix(1);
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), value, hex ? 16 : 10);
    if (error != std::errc() || end != name.data() + name.size() || value == 0 || value > 0x10FFFF) return 0;
    if (value >= 0xD800 && value < 0xE000) return 0;
    return value < 0x100 ? windows_1252(static_cast<unsigned char>(value)) : char32_t{value};
  }
  const auto found =
      std::lower_bound(kEntities.begin(), kEntities.end(), name,
                       [](const auto& known, std::string_view sought) { return known.first < sought; });
  return found != kEntities.end() && found->first == name ? char32_t{found->second} : 0;
}

// The entities of HTML 2, which browsers also read without a semicolon, begin with one of these names.
bool needs_no_semicolon(std::string_view name, char32_t c) {
  return (c >= 0xA0 && c <= 0xFF) || name == "amp" || name == "AMP" || name == "lt" || name == "gt" ||
         name == "quot";
}

bool is_name_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct Entity {
  std::size_t size = 0;  // in the text; 0 where it is none
  char32_t character = 0;
};

// The entity that the text, an ampersand and more, begins with.
Entity entity_at(std::string_view text) {
  constexpr std::size_t kLongestName = 10;
  const bool number = text.size() > 1 && text[1] == '#';
  std::size_t end = number ? 2 : 1;
  while (end < text.size() && end <= kLongestName && is_name_character(text[end])) ++end;
  const bool closed = end < text.size() && text[end] == ';';
  const std::string_view name = text.substr(1, end - 1);
  if (number && name.size() > 1) {
    const char32_t c = entity(name);
    const bool digits =
        name.find_first_not_of("0123456789", 1) == std::string_view::npos || name[1] == 'x' || name[1] == 'X';
    if (c != 0) return {end + (closed ? 1 : 0), c};
    return closed && digits ? Entity{end + 1, U'\uFFFD'} : Entity{};  // a number of no character
  }
  if (closed)
    if (const char32_t c = entity(name); c != 0) return {end + 1, c};
  // Caf&eacute Lune: without a semicolon where a blank or the end follows; R&D and AT&T are no entities.
  const bool ends = end == text.size() || text[end] == ' ' || text[end] == '&' || text[end] == '<';
  if (const char32_t c = ends ? entity(name) : 0; c != 0 && needs_no_semicolon(name, c)) return {end, c};
  return {};
}

std::string without_entities(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t start = std::min(text.find('&'), text.size());
    out += text.substr(0, start);
    text.remove_prefix(start);
    if (text.empty()) break;
    const Entity found = entity_at(text);
    if (found.size == 0) {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    append_utf8(out, found.character);
    text.remove_prefix(found.size);
  }
  return out;
}

// How long the tag or comment is that the text begins with, and what stands for it; 0 where there is none.
std::pair<std::size_t, std::string_view> tag_at(std::string_view text) {
  if (text.starts_with("<!--")) {
    const std::size_t end = text.substr(0, kLongestTag).find("-->");
    return {end == std::string_view::npos ? 0 : end + 3, ""};
  }
  const std::size_t end = text.substr(0, kLongestTag).find('>');
  if (end == std::string_view::npos) return {0, ""};
  std::string_view inside = text.substr(1, end - 1);
  if (inside.starts_with('/')) inside.remove_prefix(1);
  const std::string name = ascii_lower(inside.substr(0, inside.find_first_of(" \t\r\n/")));
  if (!contains(kElements, name)) return {0, ""};
  return {end + 1, contains(kInline, name) ? "" : " "};
}

std::string without_tags(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t start = std::min(text.find('<'), text.size());
    out += text.substr(0, start);
    text.remove_prefix(start);
    if (text.empty()) break;
    const auto [size, instead] = tag_at(text);
    out += size > 0 ? instead : text.substr(0, 1);
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return out;
}

}  // namespace

std::string text_of_html(std::string_view html) {
  std::string text(html);
  for (int round = 0; round < kMostRounds; ++round) {
    if (text.find('&') == std::string::npos && text.find('<') == std::string::npos) break;
    std::string next = without_entities(without_tags(text));
    if (next == text) break;
    text = std::move(next);
  }
  return text == html ? text : std::string(trimmed(text));
}

}  // namespace domainplan
