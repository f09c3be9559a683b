# Field gateway: takes the first slot with tries left, spends one, boots it.
test -n "${BOOT_ORDER}" || setenv BOOT_ORDER "A B"
test -n "${BOOT_A_LEFT}" || setenv BOOT_A_LEFT 3
test -n "${BOOT_B_LEFT}" || setenv BOOT_B_LEFT 3

setenv chosen
for slot in ${BOOT_ORDER}; do
  if test -n "${chosen}"; then
    true
  elif test "${slot}" = "A"; then
    if test ${BOOT_A_LEFT} -gt 0; then
      setexpr BOOT_A_LEFT ${BOOT_A_LEFT} - 1
      setenv chosen A
      setenv part 2
    fi
  elif test "${slot}" = "B"; then
    if test ${BOOT_B_LEFT} -gt 0; then
      setexpr BOOT_B_LEFT ${BOOT_B_LEFT} - 1
      setenv chosen B
      setenv part 3
    fi
  fi
done

if test -n "${chosen}"; then
  saveenv
else
  echo "no slot has tries left, starting over"
  setenv BOOT_A_LEFT 3
  setenv BOOT_B_LEFT 3
  saveenv
  reset
fi

setenv bootargs "console=ttymxc0,115200 panic=5 rootwait root=/dev/mmcblk2p${part} rauc.slot=${chosen}"
load mmc 2:${part} ${kernel_addr_r} boot/Image
load mmc 2:${part} ${fdt_addr_r} boot/gateway.dtb
booti ${kernel_addr_r} - ${fdt_addr_r}
reset
