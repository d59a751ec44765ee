# Installs BUILD below WORK, builds CONSUMER against what was installed, and runs its programs. With a sanitizer the public
# headers are not compiled one by one: that says nothing new.
file(REMOVE_RECURSE ${WORK})
set(prefix ${WORK}/prefix)
set(headers ON)
if(SANITIZE)
  set(flags -fsanitize=${SANITIZE})
  set(headers OFF)
endif()

function(step)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "failed (${result}): ${command}")
  endif()
endfunction()

step(${CMAKE_COMMAND} --install ${BUILD} --prefix ${prefix})
step(${CMAKE_COMMAND} -S ${CONSUMER} -B ${WORK}/consumer -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${CXX}
     -DCMAKE_PREFIX_PATH=${prefix} -DCMAKE_CXX_FLAGS=${flags} -DHEADERS=${headers})
step(${CMAKE_COMMAND} --build ${WORK}/consumer)
foreach(program names client server)
  step(${WORK}/consumer/${program})
endforeach()
step(${prefix}/bin/${PROGRAM} --version)
step(${PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/same_results.py ${prefix}/bin/${PROGRAM} ${WORK}/consumer/rebuild ${DEMO})
