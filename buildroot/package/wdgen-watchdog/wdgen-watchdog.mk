################################################################################
#
# wdgen-watchdog
#
################################################################################

# There is nothing to download: the files are generated, or lie in a folder.
WDGEN_WATCHDOG_SOURCE =

WDGEN_WATCHDOG_SPEC = $(call qstrip,$(BR2_PACKAGE_WDGEN_WATCHDOG_SPEC))
WDGEN_WATCHDOG_TARGET = $(call qstrip,$(BR2_PACKAGE_WDGEN_WATCHDOG_TARGET))

# wdgen is the package that this external tree is a part of.
WDGEN_WATCHDOG_NODE = $(if $(BR2_PACKAGE_WDGEN_WATCHDOG_HOST_NODEJS),$(HOST_DIR)/bin/node,node)
WDGEN_WATCHDOG_COMMAND = $(or \
	$(call qstrip,$(BR2_PACKAGE_WDGEN_WATCHDOG_COMMAND)), \
	$(WDGEN_WATCHDOG_NODE) $(BR2_EXTERNAL_WDGEN_PATH)/../bin/wdgen.cjs)

# The folder of the target: of a committed tree, or where the host package
# generates it.
ifeq ($(BR2_PACKAGE_WDGEN_WATCHDOG_COMMITTED),y)
WDGEN_WATCHDOG_OUT = $(call qstrip,$(BR2_PACKAGE_WDGEN_WATCHDOG_TREE_DIR))
else
WDGEN_WATCHDOG_OUT = $(HOST_WDGEN_WATCHDOG_DIR)/generated
endif
WDGEN_WATCHDOG_TREE = $(WDGEN_WATCHDOG_OUT)/$(WDGEN_WATCHDOG_TARGET)

WDGEN_WATCHDOG_FEEDER = \
	$(if $(BR2_PACKAGE_WDGEN_WATCHDOG_FEEDER_BUSYBOX),busybox) \
	$(if $(BR2_PACKAGE_WDGEN_WATCHDOG_FEEDER_SYSTEMD),systemd) \
	$(if $(BR2_PACKAGE_WDGEN_WATCHDOG_FEEDER_WATCHDOGD),watchdogd) \
	$(if $(BR2_PACKAGE_WDGEN_WATCHDOG_FEEDER_APPLICATION),application) \
	$(if $(BR2_PACKAGE_WDGEN_WATCHDOG_FEEDER_NONE),none)

HOST_WDGEN_WATCHDOG_DEPENDENCIES = \
	$(if $(BR2_PACKAGE_WDGEN_WATCHDOG_HOST_NODEJS),host-nodejs)

ifeq ($(BR2_PACKAGE_WDGEN_WATCHDOG_GENERATE),y)
define HOST_WDGEN_WATCHDOG_GENERATE
	$(WDGEN_WATCHDOG_COMMAND) generate --spec $(WDGEN_WATCHDOG_SPEC) \
		--target $(WDGEN_WATCHDOG_TARGET) --out $(WDGEN_WATCHDOG_OUT)
endef
endif

define HOST_WDGEN_WATCHDOG_BUILD_CMDS
	$(HOST_WDGEN_WATCHDOG_GENERATE)
	$(WDGEN_WATCHDOG_PKGDIR)/check-tree $(WDGEN_WATCHDOG_TREE) \
		$(BR2_CONFIG) $(WDGEN_WATCHDOG_FEEDER)
endef

# After the packages that would otherwise overwrite a file of the tree.
WDGEN_WATCHDOG_DEPENDENCIES = host-wdgen-watchdog \
	$(if $(BR2_PACKAGE_BUSYBOX),busybox) \
	$(if $(BR2_PACKAGE_WATCHDOGD),watchdogd) \
	$(if $(BR2_PACKAGE_WDGEN_WATCHDOG_S6_RC),host-s6-rc)

# What an earlier tree installed must not go on feeding. The list is beside the
# package's folder, so that it outlives it as the installed files do. The second
# folder is another one with BR2_PER_PACKAGE_DIRECTORIES only.
# A target that is deferred as a whole may have no file for the image.
define WDGEN_WATCHDOG_INSTALL_TARGET_CMDS
	$(WDGEN_WATCHDOG_PKGDIR)/remove-stale $(WDGEN_WATCHDOG_TREE)/rootfs \
		$(BUILD_DIR)/.wdgen-watchdog-installed $(TARGET_DIR) $(BASE_TARGET_DIR)
	[ ! -d $(WDGEN_WATCHDOG_TREE)/rootfs ] || \
		$(call SYSTEM_RSYNC,$(WDGEN_WATCHDOG_TREE)/rootfs,$(TARGET_DIR))
endef

# Kernel and BusyBox: merged like the fragments of the configuration.
# $(1): the fragments
define WDGEN_WATCHDOG_MERGE
	$(Q)for fragment in $(1); do \
		[ -e "$${fragment}" ] || continue; \
		support/kconfig/merge_config.sh -m \
			-O $(dir $(call KCONFIG_DOT_CONFIG)) \
			$(call KCONFIG_DOT_CONFIG) "$${fragment}" || exit 1; \
	done
endef

define WDGEN_WATCHDOG_LINUX_CONFIG_FIXUPS
	$(call WDGEN_WATCHDOG_MERGE,$(WDGEN_WATCHDOG_TREE)/kernel/watchdog.config)
endef

# Packages have no such variable for U-Boot: external.mk adds this one.
define WDGEN_WATCHDOG_UBOOT_CONFIG_FIXUPS
	$(call WDGEN_WATCHDOG_MERGE,$(WDGEN_WATCHDOG_TREE)/u-boot/uboot.config)
endef

define WDGEN_WATCHDOG_BUSYBOX_CONFIG_FIXUPS
	$(call WDGEN_WATCHDOG_MERGE,$(WDGEN_WATCHDOG_TREE)/buildroot/busybox*.config)
endef

# Overlays and post-build scripts come after the packages. So what needs the
# whole root file system is done when its image is made.
define WDGEN_WATCHDOG_FINISH_ROOTFS
	$(WDGEN_WATCHDOG_PKGDIR)/finish-rootfs $(TARGET_DIR) $(WDGEN_WATCHDOG_TREE) \
		$(if $(BR2_PACKAGE_WDGEN_WATCHDOG_S6_RC),$(HOST_DIR)/bin/s6-rc-compile)
endef
WDGEN_WATCHDOG_ROOTFS_PRE_CMD_HOOKS += WDGEN_WATCHDOG_FINISH_ROOTFS

ifeq ($(BR2_PACKAGE_WDGEN_WATCHDOG_AUDIT),y)
define WDGEN_WATCHDOG_AUDIT_ROOTFS
	$(WDGEN_WATCHDOG_COMMAND) audit --spec $(WDGEN_WATCHDOG_SPEC) \
		--target $(WDGEN_WATCHDOG_TARGET) --rootfs $(TARGET_DIR) \
		$(if $(BR2_LINUX_KERNEL),--kernel-config $(LINUX_DIR)/.config) \
		$(if $(BR2_TARGET_UBOOT),--uboot-config $(UBOOT_DIR)/.config) \
		$(if $(BR2_PACKAGE_WDGEN_WATCHDOG_UBOOT),--boot-script \
			$(BINARIES_DIR)/boot.scr)
endef
WDGEN_WATCHDOG_ROOTFS_PRE_CMD_HOOKS += WDGEN_WATCHDOG_AUDIT_ROOTFS
endif

$(eval $(generic-package))
$(eval $(host-generic-package))
