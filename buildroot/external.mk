include $(sort $(wildcard $(BR2_EXTERNAL_WDGEN_PATH)/package/*/*.mk))

# The name that generated configuration fragments use.
WDGEN_TREE = $(WDGEN_WATCHDOG_TREE)

ifeq ($(BR2_PACKAGE_WDGEN_WATCHDOG),y)

ifeq ($(BR_BUILDING),y)
ifeq ($(WDGEN_WATCHDOG_TARGET),)
$(error BR2_PACKAGE_WDGEN_WATCHDOG_TARGET is empty: name the target of the spec that this image is)
endif
ifneq ($(BR2_PACKAGE_WDGEN_WATCHDOG_GENERATE)$(BR2_PACKAGE_WDGEN_WATCHDOG_AUDIT),)
ifeq ($(WDGEN_WATCHDOG_SPEC),)
$(error BR2_PACKAGE_WDGEN_WATCHDOG_SPEC is empty: it is wanted to generate and to audit)
endif
endif
endif

# What reads the generated files waits for them.
ifeq ($(BR2_LINUX_KERNEL),y)
$(LINUX_DIR)/.stamp_kconfig_fixup_done: | host-wdgen-watchdog
endif

ifeq ($(BR2_PACKAGE_BUSYBOX),y)
$(BUSYBOX_DIR)/.stamp_kconfig_fixup_done: | host-wdgen-watchdog
endif

ifeq ($(BR2_PACKAGE_WDGEN_WATCHDOG_UBOOT),y)
$(HOST_UBOOT_TOOLS_TARGET_BUILD): | host-wdgen-watchdog

ifeq ($(BR2_TARGET_UBOOT_BUILD_SYSTEM_KCONFIG),y)
$(UBOOT_DIR)/.stamp_kconfig_fixup_done: | host-wdgen-watchdog
UBOOT_KCONFIG_FIXUP_CMDS += $(sep)$(WDGEN_WATCHDOG_UBOOT_CONFIG_FIXUPS)
endif
endif

endif # BR2_PACKAGE_WDGEN_WATCHDOG
