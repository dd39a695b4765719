// The list of modules, lowest tier first. Adding one is one line; nothing registers itself.

import { org } from '#domain/org/index.ts';
import type { Module } from '#server/module.ts';

export const modules: readonly Module[] = [org];
