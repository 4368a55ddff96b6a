# Copies the parts of a module's folder that need no compiler.
foreach(part lists locale migrations)
    if(EXISTS ${FROM}/${part})
        file(COPY ${FROM}/${part} DESTINATION ${TO})
    endif()
endforeach()
