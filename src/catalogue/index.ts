import { am62 } from './boards/am62.js';
import { amdRyzenMiniPc } from './boards/amd-ryzen-mini-pc.js';
import { apu2 } from './boards/apu2.js';
import { beagleboneBlack } from './boards/beaglebone-black.js';
import { dellOptiplex } from './boards/dell-optiplex.js';
import { genericX8664 } from './boards/generic-x86-64.js';
import { glRm1 } from './boards/gl-rm1.js';
import { hpProliant } from './boards/hp-proliant.js';
import { imx6 } from './boards/imx6.js';
import { imx8m } from './boards/imx8m.js';
import { imx93Evk } from './boards/imx93-evk.js';
import { jetsonNano } from './boards/jetson-nano.js';
import { jetsonTx2XavierOrin } from './boards/jetson-tx2-xavier-orin.js';
import { kirkwood } from './boards/kirkwood.js';
import { luckfoxPico } from './boards/luckfox-pico.js';
import { mt7621 } from './boards/mt7621.js';
import { odroidN2 } from './boards/odroid-n2.js';
import { orangePiPc } from './boards/orange-pi-pc.js';
import { orangePiPc2 } from './boards/orange-pi-pc2.js';
import { orangePiZero2 } from './boards/orange-pi-zero2.js';
import { qemuQ35 } from './boards/qemu-q35.js';
import { qemuSbsaRef } from './boards/qemu-sbsa-ref.js';
import { qemuVirtArm64 } from './boards/qemu-virt-arm64.js';
import { qemuX86I6300esb } from './boards/qemu-x86-i6300esb.js';
import { rk356x } from './boards/rk356x.js';
import { rock5b } from './boards/rock-5b.js';
import { rock64 } from './boards/rock64.js';
import { rockpro64 } from './boards/rockpro64.js';
import { rpi3 } from './boards/rpi3.js';
import { rpi4 } from './boards/rpi4.js';
import { rpi5 } from './boards/rpi5.js';
import { snapdragon } from './boards/snapdragon.js';
import { stm32mp1 } from './boards/stm32mp1.js';
import { turrisOmnia } from './boards/turris-omnia.js';
import { visionfive2 } from './boards/visionfive2.js';
import { zynq7000 } from './boards/zynq-7000.js';
import { zynqmp } from './boards/zynqmp.js';
import { armSmcWdt } from './drivers/arm-smc-wdt.js';
import { armada37xxWdt } from './drivers/armada-37xx-wdt.js';
import { aspeedWdt } from './drivers/aspeed-wdt.js';
import { at91sam9Wdt } from './drivers/at91sam9-wdt.js';
import { ath79Wdt } from './drivers/ath79-wdt.js';
import { bcm2835Wdt } from './drivers/bcm2835-wdt.js';
import { cadenceWdt } from './drivers/cadence-wdt.js';
import { da9063Wdt } from './drivers/da9063-wdt.js';
import { dwWdt } from './drivers/dw-wdt.js';
import { f71808eWdt } from './drivers/f71808e-wdt.js';
import { ftwdt010Wdt } from './drivers/ftwdt010-wdt.js';
import { gpioWdt } from './drivers/gpio-wdt.js';
import { hpwdt } from './drivers/hpwdt.js';
import { i6300esb } from './drivers/i6300esb.js';
import { ib700wdt } from './drivers/ib700wdt.js';
import { imxScWdt } from './drivers/imx-sc-wdt.js';
import { imx2Wdt } from './drivers/imx2-wdt.js';
import { imx7ulpWdt } from './drivers/imx7ulp-wdt.js';
import { ipmiWatchdog } from './drivers/ipmi-watchdog.js';
import { it87Wdt } from './drivers/it87-wdt.js';
import { itcoWdt } from './drivers/itco-wdt.js';
import { jz4740Wdt } from './drivers/jz4740-wdt.js';
import { loongson1Wdt } from './drivers/loongson1-wdt.js';
import { meiWdt } from './drivers/mei-wdt.js';
import { mesonGxbbWdt } from './drivers/meson-gxbb-wdt.js';
import { mesonWdt } from './drivers/meson-wdt.js';
import { mt7621Wdt } from './drivers/mt7621-wdt.js';
import { mtkWdt } from './drivers/mtk-wdt.js';
import { npcmWdt } from './drivers/npcm-wdt.js';
import { octeonWdt } from './drivers/octeon-wdt.js';
import { ofXilinxWdt } from './drivers/of-xilinx-wdt.js';
import { omapWdt } from './drivers/omap-wdt.js';
import { orionWdt } from './drivers/orion-wdt.js';
import { pm8916Wdt } from './drivers/pm8916-wdt.js';
import { qcomWdt } from './drivers/qcom-wdt.js';
import { renesasWdt } from './drivers/renesas-wdt.js';
import { rn5t618Wdt } from './drivers/rn5t618-wdt.js';
import { rt2880Wdt } from './drivers/rt2880-wdt.js';
import { rtiWdt } from './drivers/rti-wdt.js';
import { rzaWdt } from './drivers/rza-wdt.js';
import { rzg2lWdt } from './drivers/rzg2l-wdt.js';
import { rzn1Wdt } from './drivers/rzn1-wdt.js';
import { s3c2410Wdt } from './drivers/s3c2410-wdt.js';
import { sama5d4Wdt } from './drivers/sama5d4-wdt.js';
import { sbsaGwdt } from './drivers/sbsa-gwdt.js';
import { softdog } from './drivers/softdog.js';
import { sp805Wdt } from './drivers/sp805-wdt.js';
import { sp5100Tco } from './drivers/sp5100-tco.js';
import { starfiveWdt } from './drivers/starfive-wdt.js';
import { stm32Iwdg } from './drivers/stm32-iwdg.js';
import { sunxiWdt } from './drivers/sunxi-wdt.js';
import { tegraWdt } from './drivers/tegra-wdt.js';
import { tegra186Timer } from './drivers/tegra186-timer.js';
import { viscontiWdt } from './drivers/visconti-wdt.js';
import { w83627hfWdt } from './drivers/w83627hf-wdt.js';
import { wdatWdt } from './drivers/wdat-wdt.js';
import { xilinxWwdt } from './drivers/xilinx-wwdt.js';
import type { Board, WatchdogDriver } from './types.js';

/** Every driver that wdgen knows, sorted by id without regard to case. */
export const drivers: readonly WatchdogDriver[] = [
  armSmcWdt,
  armada37xxWdt,
  aspeedWdt,
  at91sam9Wdt,
  ath79Wdt,
  bcm2835Wdt,
  cadenceWdt,
  da9063Wdt,
  dwWdt,
  f71808eWdt,
  ftwdt010Wdt,
  gpioWdt,
  hpwdt,
  i6300esb,
  ib700wdt,
  imx2Wdt,
  imx7ulpWdt,
  imxScWdt,
  ipmiWatchdog,
  it87Wdt,
  itcoWdt,
  jz4740Wdt,
  loongson1Wdt,
  meiWdt,
  mesonGxbbWdt,
  mesonWdt,
  mt7621Wdt,
  mtkWdt,
  npcmWdt,
  octeonWdt,
  ofXilinxWdt,
  omapWdt,
  orionWdt,
  pm8916Wdt,
  qcomWdt,
  renesasWdt,
  rn5t618Wdt,
  rt2880Wdt,
  rtiWdt,
  rzaWdt,
  rzg2lWdt,
  rzn1Wdt,
  s3c2410Wdt,
  sama5d4Wdt,
  sbsaGwdt,
  softdog,
  sp5100Tco,
  sp805Wdt,
  starfiveWdt,
  stm32Iwdg,
  sunxiWdt,
  tegra186Timer,
  tegraWdt,
  viscontiWdt,
  w83627hfWdt,
  wdatWdt,
  xilinxWwdt,
];

/** Every board that wdgen knows, sorted by id. */
export const boards: readonly Board[] = [
  am62,
  amdRyzenMiniPc,
  apu2,
  beagleboneBlack,
  dellOptiplex,
  genericX8664,
  glRm1,
  hpProliant,
  imx6,
  imx8m,
  imx93Evk,
  jetsonNano,
  jetsonTx2XavierOrin,
  kirkwood,
  luckfoxPico,
  mt7621,
  odroidN2,
  orangePiPc,
  orangePiPc2,
  orangePiZero2,
  qemuQ35,
  qemuSbsaRef,
  qemuVirtArm64,
  qemuX86I6300esb,
  rk356x,
  rock5b,
  rock64,
  rockpro64,
  rpi3,
  rpi4,
  rpi5,
  snapdragon,
  stm32mp1,
  turrisOmnia,
  visionfive2,
  zynq7000,
  zynqmp,
];

/** The board with this id, as a spec writes it (`rock64`). */
export function findBoard(id: string): Board | undefined {
  return boards.find((board) => board.id === id);
}

/** The driver with this id, as the kernel names it (`iTCO_wdt`). */
export function findDriver(id: string): WatchdogDriver | undefined {
  return drivers.find((driver) => driver.id === id);
}

/** The ids of all boards, sorted: for help texts and suggestions. */
export function boardIds(): string[] {
  return boards.map(({ id }) => id);
}
