setenv BOOT_ORDER "A B"
setenv BOOT_A_LEFT 3
setenv BOOT_B_LEFT 3
setexpr BOOT_A_LEFT ${BOOT_A_LEFT} - 1
saveenv
booti ${kernel_addr_r} - ${fdt_addr_r}
