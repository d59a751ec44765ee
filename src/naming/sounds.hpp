// Whether two spellings are of one name: gregorys and grigoris, ucom and yukom.
#pragma once

#include <string>
#include <string_view>

namespace domainplan {

// The consonants of a word in Latin letters, as classes that sound alike; "c" stands for k and for s.
std::string sound_of(std::string_view word);

// Whether `sound` begins with `beginning`, c being k or s.
bool sounds_begin(std::string_view sound, std::string_view beginning);

// Whether one letter at most, or two of seven letters or more, must be changed to turn one word into the
// other, once both are spelled the same way.
bool nearly_same(std::string_view one, std::string_view other);

// Whether two words may be the same one as two languages read it: most of their consonants are of one kind in
// one order (tencent, tengxun; careem, karim).
bool is_reading_of(std::string_view one, std::string_view other);

// Whether `one` may be so read where `other` goes on (hyundai, hyeondaejadongcha).
bool begins_reading_of(std::string_view one, std::string_view other);

}  // namespace domainplan
