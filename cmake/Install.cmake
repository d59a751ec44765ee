include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS domainplan RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT runtime)

# Manual pages and completion scripts are printed by the program itself, from its option tables.
set(manual ${CMAKE_CURRENT_BINARY_DIR}/manual)
add_custom_command(OUTPUT ${manual}/written
  COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:domainplan> -DFOLDER=${manual}
          -P ${CMAKE_CURRENT_SOURCE_DIR}/cmake/manual.cmake
  DEPENDS domainplan ${CMAKE_CURRENT_SOURCE_DIR}/cmake/manual.cmake VERBATIM)
add_custom_target(domainplan_manual ALL DEPENDS ${manual}/written)
install(DIRECTORY ${manual}/man1 DESTINATION ${CMAKE_INSTALL_MANDIR} COMPONENT runtime)
install(FILES ${manual}/domainplan.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME domainplan
        COMPONENT runtime)
install(FILES ${manual}/_domainplan DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT runtime)
install(FILES ${manual}/domainplan.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT runtime)
install(DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/data/sharealike/ DESTINATION ${CMAKE_INSTALL_DATADIR}/domainplan
        COMPONENT runtime)
install(DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/data/schemas DESTINATION ${CMAKE_INSTALL_DATADIR}/domainplan COMPONENT runtime)
install(FILES ${CMAKE_CURRENT_SOURCE_DIR}/data/NOTICE ${CMAKE_CURRENT_SOURCE_DIR}/cmake/debian/copyright
        DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT runtime)
install(TARGETS domainplan_core domainplan_client domainplan_sandbox domainplan_library EXPORT domainplan-targets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/include/domainplan DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT domainplan-targets NAMESPACE domainplan:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/domainplan)
configure_package_config_file(
  ${CMAKE_CURRENT_SOURCE_DIR}/cmake/domainplan-config.cmake.in
  ${CMAKE_CURRENT_BINARY_DIR}/domainplan-config.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/domainplan)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/domainplan-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/domainplan-config.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/domainplan-config-version.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/domainplan)

include(${CMAKE_CURRENT_LIST_DIR}/Package.cmake)
