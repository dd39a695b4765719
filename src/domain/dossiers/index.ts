// The door of dossiers: files of papers over what the modules below declare.

import type { DossierKind } from '#server/dossiers.ts';
import { defineModule, type Module } from '#server/module.ts';
import { commands, documents, reads } from './dossiers.routes.ts';

/** @param kinds what the modules below put away as files */
export const dossiers = (kinds: readonly DossierKind[]): Module =>
  defineModule({ name: 'dossiers', commands: commands(kinds), reads: reads(kinds), documents: documents(kinds) });
