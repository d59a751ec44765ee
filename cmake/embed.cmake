# Writes OUTPUT, a C++ file in which each of FILES is a std::string_view named after its path below
# ROOT: data/naming/patterns.json becomes domainplan::embedded::data_naming_patterns_json. A last one, such as
# data_naming_sha256, is the digest of all of them and their names.
set(text "#include <string_view>\nnamespace domainplan::embedded {\n")
foreach(file IN LISTS FILES)
  file(RELATIVE_PATH name ${ROOT} ${file})
  string(MAKE_C_IDENTIFIER ${name} id)
  file(READ ${file} hex HEX)
  file(SHA256 ${file} digest)
  string(APPEND digests "${name} ${digest}\n")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND text
    "static const unsigned char bytes_of_${id}[] = {${bytes}0};\n"
    "extern const std::string_view ${id};\n"
    "const std::string_view ${id}{reinterpret_cast<const char*>(bytes_of_${id}), sizeof bytes_of_${id} - 1};\n")
endforeach()
cmake_path(GET name PARENT_PATH folder)
string(MAKE_C_IDENTIFIER ${folder}_sha256 id)
string(SHA256 digest "${digests}")
string(APPEND text
  "extern const std::string_view ${id};\n"
  "const std::string_view ${id}{\"${digest}\"};\n")
string(APPEND text "}  // namespace domainplan::embedded\n")
file(WRITE ${OUTPUT} "${text}")
