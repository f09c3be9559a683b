import { type CodeFacts, code } from './facts.js';

/** Rules about boot counters and marking slots good: WD1050 to WD1066. */
export const rollbackRulesCodes = {
  WD1050: code(
    'warning',
    'power cycles can flip a healthy slot',
    'RAUC under U-Boot counts every boot, not only those after an update. Until the slot is marked good the boot has used up a try: a few power cuts in a row, each inside that window, leave a healthy slot for a stale one, even months after the update (rauc issue 490; br2rauc issue 5). More tries, a shorter window, or a scheme that counts only after an update keep it.',
  ),
  WD1051: code(
    'error',
    'the health check waits for itself',
    'The unit is reached only after the slot is marked good, or is the program that asks. So the check never passes, and every slot is used up (systemd 252 units/boot-complete.target, systemd-bless-boot.service(8); rauc issue 643).',
  ),
  WD1052: code(
    'warning',
    'every boot that completes counts as good',
    'A target of systemd says that things were started, not that they work: it only wants most of its units, so it is reached when they fail. A slot whose application does not run is then marked good (pithead PR 793; rauc issue 398; pyro-yocto issue 9; systemd 252 systemd.target(5)).',
  ),
  WD1053: code(
    'warning',
    'somebody else marks slots good',
    'There may be one commit path, and it has to ask for the health of the slot. greenboot and grub-boot-success.timer set boot_success and remove boot_counter, the mender client clears upgrade_available and bootcount, rauc-mark-good refills BOOT_x_LEFT: each of them without the checks of this spec (microshift PR 2113; mender installer/bootenv.go; meta-rauc rauc-mark-good.service).',
  ),
  WD1054: code(
    'warning',
    'one power cut gives a slot up',
    'With a single try, one power cut or one person at the plug between counting and marking good has the same effect as a broken slot (rauc issue 490).',
  ),
  WD1055: code(
    'warning',
    'the counters have a single copy',
    'Every counted boot writes the environment. A power cut during the write leaves a bad checksum, and U-Boot starts from its default environment: counters, order and what else was saved are lost, and fw_setenv may then write an almost empty environment (libubootenv issues 15 and 23; swupdate PR 5; meta-mender PR 1038). U-Boot with a redundant copy writes the older one and keeps the other (U-Boot env/mmc.c, env_mmc_save).',
  ),
  WD1056: code(
    'warning',
    'the counters are a file on FAT',
    'FAT has no journal, and a full or damaged file system refuses the write: then the counter never grows and a broken slot is tried for ever (balena-raspberrypi issue 470; meta-balena issue 1346).',
  ),
  WD1057: code(
    'error',
    'U-Boot and Linux see the environment in different places',
    'On MMC U-Boot rounds the offset up to whole blocks of 512 bytes, and fw_setenv does not (U-Boot env/mmc.c, write_env and read_env). On SPI flash it erases whole sectors, so an offset inside a sector cannot be saved and two copies in one sector are erased together (U-Boot env/sf.c, env_sf_save).',
  ),
  WD1058: code(
    'error',
    'the environment overwrites the partition table',
    'Block 0 holds the MBR, blocks 1 to 33 the GPT (UEFI 2.10, 5.3). The first save of the environment destroys what lies there, and no slot is found any more.',
  ),
  WD1059: code(
    'warning',
    'a network outage uses up the tries of a healthy slot',
    'While the network is down the check fails in every slot alike. Each boot in the outage then costs a try, the device ends on old software or degraded, and a fault outside of it was never its own (greenboot issues 26, 221 and 222; HAOS issue 3855). Asking for the network is right while an update is on trial, for a device that lost its network can no longer be updated: schemes that count only then get a note.',
  ),
  WD1060: code(
    'warning',
    'nothing resets a boot that hangs',
    'A counter counts boots. A slot that hangs silently is never booted again, so its tries are never used up until somebody pulls the plug: rollback needs a watchdog that runs from the boot loader on (raspberrypi/firmware issue 1651; pi-gadget PR 140; systemd issue 7063).',
  ),
  WD1061: code(
    'warning',
    'the health check depends on data that all slots share',
    'A rollback changes the software and not the data. When the check fails because of /var or /data it fails in every slot, and all of them are used up (greenboot issues 26, 221 and 222).',
  ),
  WD1062: code(
    'warning',
    'the recovery target is a slot',
    'It is booted when every slot is used up, so it must not be one of them: what broke the slot broke it too, and an update overwrites it.',
  ),
  WD1063: code(
    'error',
    'two slots share their storage',
    'An update of one slot overwrites the other, which is the running one: a power cut in an update leaves nothing that boots, and there is nothing to fall back to (RAUC manual, "Slots").',
  ),
  WD1064: code(
    'warning',
    'a resume from hibernation counts as a boot',
    'The boot loader counts it, and the system that resumes does not start anew, so nobody marks the slot good. In a scheme that counts every boot each hibernation costs a try; in the end the other slot boots over a hibernated system (a public NixOS module asserts that hibernation and boot counting exclude each other; rauc issue 490 for the counting).',
  ),
  WD1065: code(
    'warning',
    'boot counting is broken in this version of systemd',
    'systemd-boot 258.3 was seen to boot entries whose tries are used up, again and again (systemd issue 40192, a regression of PR 38897), and 259 was seen not to count at all (systemd issue 40405, open in January 2026). Try it on the image: rename an entry to NAME+1.conf and let it fail twice.',
  ),
  WD1066: code(
    'warning',
    'the health checks get one chance',
    'Failed checks are tried again while time is left after the pause. A pause as long as the time limit means one round, which a service that starts slowly loses: a healthy slot is given up (compare greenboot, whose checks are run once, issue 26).',
  ),
} as const satisfies Record<string, CodeFacts>;
