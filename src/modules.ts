// The list of modules, lowest tier first. Adding one is one line; nothing registers itself.

import type { Module } from '#server/module.ts';

export const modules: readonly Module[] = [];
