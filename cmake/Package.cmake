# The Debian package: the program, its manual pages, completion scripts and data. `scripts/package` builds it.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME domainplan)
set(CPACK_PACKAGE_VENDOR domainplan)
set(CPACK_PACKAGE_CONTACT "domainplan maintainers <maintainers@domainplan.dev>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "plan and submit domain orders for cold-email infrastructure")
set(CPACK_PACKAGE_DESCRIPTION
"From a CSV of customers to ready-to-submit orders: names for every brand,
checked for availability 50 a call, split exactly between Google and Microsoft
as each customer's bundle demands, at a provably optimal choice.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL runtime)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS mecab-ipadic-utf8)  # Japanese readings: without it other names are made
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS ca-certificates)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_SOURCE_DIR}/cmake/debian/prepare.cmake)
include(CPack)
