/** What the images that a campaign can name have, where it is known. */
interface Image {
  /** Version of its GNU C library. */
  readonly glibc: string;
  /** The container image with the same packages, as docker.io has it. */
  readonly container: string;
}

/**
 * Versions: release notes of Amazon Linux 2023 (2023.0.20230222, "glibc"), packages.ubuntu.com ("libc6" of focal, jammy and noble). Images
 * of containers: hub.docker.com/_/amazonlinux and hub.docker.com/_/ubuntu.
 */
const IMAGES: Readonly<Record<string, Image>> = {
  al2023: { glibc: '2.34', container: 'amazonlinux:2023' },
  'ubuntu-20.04': { glibc: '2.31', container: 'ubuntu:20.04' },
  'ubuntu-22.04': { glibc: '2.35', container: 'ubuntu:22.04' },
  'ubuntu-24.04': { glibc: '2.39', container: 'ubuntu:24.04' },
};

/** The image of a box whose campaign names none (run/cloud/have-box.ts). */
export const usualImage = 'al2023';

/** What is known of `machine.image`; `undefined` for `ami-…` and what is not in the table. */
export function imageNamed(image: string): Image | undefined {
  return Object.hasOwn(IMAGES, image) ? IMAGES[image] : undefined;
}
