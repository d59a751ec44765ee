# Makes of what was staged what Debian's policy asks for: compressed manual pages and a changelog (12.1, 12.7).
file(GLOB_RECURSE copyright ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/copyright)
cmake_path(GET copyright PARENT_PATH doc)
if(DEFINED ENV{SOURCE_DATE_EPOCH})
  string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)  # CMake takes it from SOURCE_DATE_EPOCH
else()
  set(date "Thu, 01 Jan 2026 00:00:00 +0000")
endif()
file(WRITE ${doc}/changelog
"domainplan (${CPACK_PACKAGE_VERSION}) stable; urgency=medium

  * What changed is told in CHANGELOG.md of the sources.

 -- ${CPACK_PACKAGE_CONTACT}  ${date}
")
file(GLOB_RECURSE pages ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/*.1)
foreach(file IN ITEMS ${pages} ${doc}/changelog)
  execute_process(COMMAND gzip --best --no-name --force ${file} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
