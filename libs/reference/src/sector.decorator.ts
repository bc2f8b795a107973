import { applyDecorators } from '@nestjs/common';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsIn } from 'class-validator';
import { SECTOR_LETTERS } from '#statutes';

/** A SIC 2007 section letter. */
export function SectorLetter(): PropertyDecorator {
  return IsIn([...SECTOR_LETTERS], { message: 'a SIC section letter A to U' });
}

/** SIC 2007 section letters, each once. */
export function SectorLetters(min = 0): PropertyDecorator {
  return applyDecorators(
    ArrayMinSize(min),
    ArrayMaxSize(SECTOR_LETTERS.length),
    ArrayUnique({ message: 'each sector once' }),
    IsIn([...SECTOR_LETTERS], { each: true, message: 'SIC section letters A to U' }),
  );
}
