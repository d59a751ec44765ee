include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS domainplan RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS domainplan_library EXPORT domainplan-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
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
