# Writes the manual pages and completion scripts that PROGRAM prints into FOLDER.
file(REMOVE_RECURSE ${FOLDER})
file(MAKE_DIRECTORY ${FOLDER}/man1)

function(print_into file)
  execute_process(COMMAND ${PROGRAM} ${ARGN} OUTPUT_FILE ${file} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

print_into(${FOLDER}/man1/domainplan.1 man)
# The pages that the overview refers to.
file(STRINGS ${FOLDER}/man1/domainplan.1 entries REGEX "^\\.BR domainplan")
foreach(entry IN LISTS entries)
  string(REGEX REPLACE "^\\.BR domainplan\\\\-([a-z]+).*" "\\1" command "${entry}")
  print_into(${FOLDER}/man1/domainplan-${command}.1 man ${command})
endforeach()
print_into(${FOLDER}/domainplan.bash completion bash)
print_into(${FOLDER}/_domainplan completion zsh)
print_into(${FOLDER}/domainplan.fish completion fish)
file(TOUCH ${FOLDER}/written)
